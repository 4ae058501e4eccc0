import type { LedgerEntry } from '#kernel/event.ts';
import { awarenessStated, caseOpened, decisionMade, filingNoted } from '#steps/decide/events.ts';

export interface LegalClock {
  readonly id: string;
  readonly number: string;
  readonly from: Date;
  readonly until: Date;
  /** It runs until the authority was told, or somebody decided that it need not be. */
  readonly isRunning: boolean;
}

/** The clock of the case that an incident has, as its ledger tells it; null when there is no case. The latest awareness that was stated counts. */
export function findClock(story: readonly LedgerEntry[]): LegalClock | null {
  const cases = story.flatMap((entry) => {
    const parsed = entry.kind === caseOpened.name ? caseOpened.payload.safeParse(entry.payload) : null;
    return parsed?.success ? [parsed.data] : [];
  });
  // A case that was opened by hand and goes on in the incident's own stands behind it.
  const opened = cases.find((one) => one.incident !== null) ?? cases[0];
  if (opened === undefined) return null;
  const { case: id, number } = opened;
  const last = story.findLast((entry) => entry.kind === awarenessStated.name && entry.subject === id);
  const stated = awarenessStated.payload.safeParse(last?.payload);
  const { awareAt, deadline } = stated.success ? stated.data : opened;
  const decision = decisionMade.payload.safeParse(story.findLast((entry) => entry.kind === decisionMade.name)?.payload);
  const isSpared = decision.success && decision.data.authority === 'no';
  const isRunning = !isSpared && !story.some((entry) => entry.kind === filingNoted.name);
  return { id, number, from: new Date(awareAt), until: new Date(deadline), isRunning };
}
