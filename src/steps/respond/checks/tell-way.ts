import type { LedgerEntry } from '#kernel/event.ts';

const stationNames = ['detected', 'paged', 'answered', 'contained', 'decided', 'told', 'closed'] as const;
type StationName = (typeof stationNames)[number];

export interface WayStation {
  readonly name: StationName;
  /** When it was reached; null when not yet. */
  readonly at: Date | null;
  readonly state: 'done' | 'here' | 'ahead';
}

const reachedBy: Readonly<Record<Exclude<StationName, 'detected'>, string>> = {
  paged: 'respond.page-sent',
  answered: 'respond.incident-acknowledged',
  contained: 'respond.incident-contained',
  decided: 'decide.decision-made',
  told: 'tell.round-finished',
  closed: 'respond.incident-closed',
};

/**
 * The stations of an incident, as its ledger tells them. Where people's data is not involved, deciding and telling are no
 * stations. `here` is the first that is not reached.
 */
export function tellWay(story: readonly LedgerEntry[], openedAt: Date, touchesPeople: boolean): WayStation[] {
  const names = stationNames.filter((name) => touchesPeople || (name !== 'decided' && name !== 'told'));
  const times = names.map((name) =>
    name === 'detected' ? detectedAt(story, openedAt) : (story.find((entry) => entry.kind === reachedBy[name])?.at ?? null),
  );
  const here = times[names.indexOf('closed')] === null ? times.indexOf(null) : -1;
  return names.map((name, i) => {
    const at = times[i] ?? null;
    return { name, at, state: at !== null ? 'done' : i === here ? 'here' : 'ahead' };
  });
}

function detectedAt(story: readonly LedgerEntry[], openedAt: Date): Date {
  const first = story[0]?.at ?? openedAt;
  return first < openedAt ? first : openedAt;
}
