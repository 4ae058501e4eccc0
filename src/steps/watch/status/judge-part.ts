import { SECOND } from '#kernel/time.ts';
import type { State } from '../checks/follow-state.ts';
import type { AnnouncementKind, PartState } from './status-words.ts';

/** A check that stands for a part, as far as it is needed to say how the part stands. */
export interface StandingCheck {
  readonly state: State;
  readonly paused: boolean;
  readonly everyMs: number;
  readonly lastAt: Date | null;
  /** It comes and goes: trouble for whoever needs it, also while it is up. */
  readonly isFlapping: boolean;
}

export interface PartFacts {
  readonly checks: readonly StandingCheck[];
  /** What the shop's orders say of this part; `null` when they say nothing of it. */
  readonly orders: 'fine' | 'trouble' | null;
  /** Kinds of the open announcements that name this part. */
  readonly announced: readonly AnnouncementKind[];
  /** Whether work on the shop is planned for now. */
  readonly isAtWork: boolean;
  readonly now: Date;
}

/** `own`: by what is watched alone, which mails follow; `shown`: with what people announced. */
export interface JudgedPart {
  readonly own: PartState;
  readonly shown: PartState;
}

/** How a part stands for customers: in trouble when anything that stands for it is, not known when anything of it is not known. Pure. */
export function judgePart({ checks, orders, announced, isAtWork, now }: PartFacts): JudgedPart {
  const states = [...checks.map((check) => stateOf(check, now)), ...(orders === null ? [] : [orders])];
  const seen = states.includes('trouble') ? 'trouble' : states.length === 0 || states.includes('unknown') ? 'unknown' : 'fine';
  const own = seen === 'trouble' && (isAtWork || announced.includes('work')) ? 'work' : seen;
  return { own, shown: announced.includes('trouble') ? 'trouble' : own };
}

/** A state that nobody renewed for too long says nothing any more: whoever looked may have stopped. */
function stateOf({ state, paused, everyMs, lastAt, isFlapping }: StandingCheck, now: Date): 'fine' | 'trouble' | 'unknown' {
  if (paused || state === 'unknown' || lastAt === null) return 'unknown';
  if (now.getTime() - lastAt.getTime() > Math.max(60 * SECOND, 3 * everyMs)) return 'unknown';
  return state === 'up' && !isFlapping ? 'fine' : 'trouble';
}
