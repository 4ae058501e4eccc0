import type { Answer } from '../checks/facts.ts';
import type { WantedClock } from './clocks-of.ts';

/** What happened to a case that stops its clocks. */
export interface CaseEvents {
  /** The notification to the authority that holds, and whether one was withdrawn and none made since. */
  readonly notified: { readonly at: Date; readonly reasonForDelay: string | null } | null;
  readonly isWithdrawn: boolean;
  /** The latest decision on telling the authority, with what followed from the facts when it was made. */
  readonly decided: {
    readonly authority: Answer;
    readonly proposed: Answer;
    /** Duties of other laws by id: as decided, and as they followed from the facts then. */
    readonly others: Readonly<Record<string, Answer>>;
    readonly proposedOthers: Readonly<Record<string, Answer>>;
  } | null;
  readonly isClosed: boolean;
  readonly isContinued: boolean;
}

export interface Settled {
  readonly state: 'running' | 'met' | 'late' | 'dropped';
  readonly metAt: Date | null;
  readonly metBy: string | null;
  readonly reasonForDelay: string | null;
  readonly because: string | null;
}

const nothing = { metAt: null, metBy: null, reasonForDelay: null, because: null } as const;

/**
 * Where a clock stands. A notification meets the clock of the regime it was made under; a person's decision not to tell drops it until the
 * facts say a `yes` that they did not say then; what a person noted as done stays done. Pure.
 */
export function settleClock(
  wanted: WantedClock,
  own: string,
  events: CaseEvents,
  noted: Pick<Settled, 'metAt' | 'metBy' | 'reasonForDelay'>,
  now: Date,
): Settled {
  if (noted.metAt !== null && noted.metBy !== 'filing') return { ...nothing, ...noted, state: 'met' };
  const isFiled = wanted.regime === own && wanted.to === 'authority';
  if (isFiled && events.notified !== null) {
    return { ...nothing, state: 'met', metAt: events.notified.at, metBy: 'filing', reasonForDelay: events.notified.reasonForDelay };
  }
  const because = whyDropped(wanted, isFiled, events);
  if (because !== null) return { ...nothing, state: 'dropped', because };
  return { ...nothing, state: wanted.dueAt <= now ? 'late' : 'running' };
}

function whyDropped(wanted: WantedClock, isFiled: boolean, events: CaseEvents): string | null {
  if (events.isContinued) return 'continued';
  if (isFiled && events.isWithdrawn) return 'withdrawn';
  if (wanted.answer === 'no') return 'not-due';
  const { decided } = events;
  const proposed = isFiled ? decided?.proposed : decided?.proposedOthers[wanted.duty];
  const answer = isFiled ? decided?.authority : decided?.others[wanted.duty];
  const isNews = wanted.answer === 'yes' && proposed !== 'yes';
  if (answer === 'no' && !isNews) return 'decided';
  return events.isClosed ? 'closed' : null;
}
