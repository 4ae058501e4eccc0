import { MINUTE } from '#kernel/time.ts';
import type { PartState } from './status-words.ts';

/** At most one automatic mail a part in so long: what flaps must not flood. */
const QUIET_MS = 30 * MINUTE;

/** What subscribers were last told of a part by itself. */
export interface ToldPart {
  readonly state: 'fine' | 'trouble';
  /** `null`: never. */
  readonly at: Date | null;
}

/**
 * What subscribers are told of a part now, or `null`: that trouble began, or that it is over. Not known and planned work tell nothing; while
 * people speak of the part themselves, or the last mail is younger than half an hour, it waits, and what is so then is told. Pure.
 */
export function decideMail(own: PartState, told: ToldPart, isSpokenFor: boolean, now: Date): 'fine' | 'trouble' | null {
  if (own === 'unknown' || own === 'work' || own === told.state || isSpokenFor) return null;
  if (told.at !== null && now.getTime() - told.at.getTime() < QUIET_MS) return null;
  return own;
}
