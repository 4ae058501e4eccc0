import type { LedgerEntry } from '#kernel/event.ts';
import { caseOpened, decisionMade, filingNoted } from '#steps/decide/events.ts';

export interface LegalClock {
  readonly id: string;
  readonly number: string;
  readonly from: Date;
  readonly until: Date;
  /** It runs until the authority was told, or somebody decided that it need not be. */
  readonly isRunning: boolean;
}

/** The clock of the case that an incident opened, as its ledger tells it; null when there is no case. */
export function findClock(story: readonly LedgerEntry[]): LegalClock | null {
  const opened = story.find((entry) => entry.kind === caseOpened.name);
  const parsed = opened === undefined ? null : caseOpened.payload.safeParse(opened.payload);
  if (!parsed?.success) return null;
  const { case: id, number, awareAt, deadline } = parsed.data;
  const decision = decisionMade.payload.safeParse(story.findLast((entry) => entry.kind === decisionMade.name)?.payload);
  const isSpared = decision.success && decision.data.authority === 'no';
  const isRunning = !isSpared && !story.some((entry) => entry.kind === filingNoted.name);
  return { id, number, from: new Date(awareAt), until: new Date(deadline), isRunning };
}
