import type { CheckId } from '#kernel/ids.ts';
import { openWitness } from '../ask-witness.ts';
import type { Outside } from '../kinds/kind.ts';
import type { Running } from '../running.ts';
import type { StateNote } from '../verbs/note-states.ts';
import type { Sync } from './protocol.ts';

/** Most notes, and most of what was seen, in one batch. */
export const MOST_NOTES = 1_000;

/** What a prober knows and has still to tell. */
export interface ProberState {
  readonly running: Map<CheckId, Running>;
  readonly secrets: Map<CheckId, Readonly<Record<string, string>>>;
  /** Addresses and contacts of a check's shop; `null`: not told. */
  readonly own: Map<CheckId, readonly string[] | null>;
  /** Journeys of shops that were proven to be their owner's. */
  readonly controlled: Set<CheckId>;
  unproven: ReadonlyMap<CheckId, string>;
  looks: Sync['looks'];
  notes: Sync['notes'];
  certificates: NonNullable<Sync['certificates']>;
  /** What stood in answers and belongs to somebody; in memory only. */
  seen: NonNullable<Sync['seen']>;
  /** Fingerprints that were told already, by check. */
  readonly met: Map<CheckId, Set<string>>;
  answers: Sync['answers'];
  lost: number;
  revision: string;
  retellAt: number;
  witness: ReturnType<typeof openWitness>;
}

/** Nothing yet: the first answer tells what to look at. */
export function openState(outside: Outside): ProberState {
  const witness = openWitness(outside, []);
  const nothing = { looks: [], notes: [], certificates: [], seen: [], answers: [], lost: 0 };
  const known = { secrets: new Map(), own: new Map(), controlled: new Set<CheckId>(), unproven: new Map(), met: new Map() };
  return { running: new Map(), ...known, ...nothing, revision: '', retellAt: 0, witness };
}

/** How every check stands here: what was called not watched during a silence is known again by it. */
export function retell({ running }: ProberState): Sync['notes'] {
  return [...running.values()].flatMap(({ check, standing }) =>
    standing.lastAt === null
      ? []
      : [
          asSent({
            check: check.id,
            to: standing.state,
            since: standing.since,
            reason: standing.reason,
            lastAt: standing.lastAt,
            lastMs: null,
            flapping: standing.flapping,
          }),
        ],
  );
}

/** As much as one batch takes: what does not fit is seen again tomorrow. */
export function keepSeen(state: ProberState, seen: ProberState['seen']): void {
  state.seen = [...state.seen, ...seen].slice(0, MOST_NOTES);
}

/** A change of state as it is sent. */
export function asSent({ since, lastAt, flapping, ...note }: StateNote): Sync['notes'][number] {
  const coming = flapping ? { ...flapping, since: flapping.since.toISOString() } : null;
  return { ...note, since: since.toISOString(), lastAt: lastAt.toISOString(), flapping: coming };
}
