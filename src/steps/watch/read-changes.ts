import { ledgerTables } from '#engines/ledger/tables.ts';
import type { Tx } from '#engines/state/types.ts';
import type { Flap } from './checks/follow-flapping.ts';
import type { State } from './checks/follow-state.ts';
import { flappingBegan, flappingEnded, stateChanged } from './events.ts';

interface StateChange {
  readonly at: Date;
  /** `null`: it began to come and go, or stopped to. */
  readonly from: State | null;
  readonly to: State;
  readonly reason: string;
  /** With how much it began to come and go. */
  readonly began?: Omit<Flap, 'since'>;
}

/** The last changes of a check’s state, newest first, with when it began to come and go and when that was over. */
export async function readChanges(db: Tx, check: string, limit = 50): Promise<StateChange[]> {
  const rows = await ledgerTables(db)
    .selectFrom('ledger')
    .select(['at', 'kind', 'payload'])
    .where('subject', '=', check)
    .where('kind', 'in', [stateChanged.name, flappingBegan.name, flappingEnded.name])
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ at, kind, payload }) => {
    if (kind === flappingBegan.name) {
      const { state: to, reason, changes, minutes } = flappingBegan.payload.parse(payload);
      return { at, from: null, to, reason, began: { changes, minutes } };
    }
    if (kind === flappingEnded.name) {
      const { state: to, reason } = flappingEnded.payload.parse(payload);
      return { at, from: null, to, reason };
    }
    const { from, to, reason } = stateChanged.payload.parse(payload);
    return { at, from, to, reason };
  });
}
