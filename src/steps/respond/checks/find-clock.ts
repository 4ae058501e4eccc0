import type { LedgerEntry } from '#kernel/event.ts';
import { caseOpened, decisionMade } from '#steps/decide/events.ts';

export interface LegalClock {
  readonly id: string;
  readonly number: string;
  readonly from: Date;
  readonly until: Date;
  /** It runs until the case is decided. */
  readonly isRunning: boolean;
}

/** The clock of the case that an incident opened, as its ledger tells it; null when there is no case. */
export function findClock(story: readonly LedgerEntry[]): LegalClock | null {
  const opened = story.find((entry) => entry.kind === caseOpened.name);
  const parsed = opened === undefined ? null : caseOpened.payload.safeParse(opened.payload);
  if (!parsed?.success) return null;
  const { case: id, number, awareAt, deadline } = parsed.data;
  const isRunning = !story.some((entry) => entry.kind === decisionMade.name);
  return { id, number, from: new Date(awareAt), until: new Date(deadline), isRunning };
}
