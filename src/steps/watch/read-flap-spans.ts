import { ledgerTables } from '#engines/ledger/tables.ts';
import type { Tx } from '#engines/state/types.ts';
import type { FlapSpan } from './checks/hours-of-day.ts';
import { flappingBegan, flappingEnded } from './events.ts';
import type { WatchCheck } from './store.ts';

/** When checks came and went since an instant, by check; what still does goes on until `now`. */
export async function readFlapSpans(
  db: Tx,
  checks: readonly WatchCheck[],
  since: Date,
  now: Date,
): Promise<ReadonlyMap<string, FlapSpan[]>> {
  const rows = await ledgerTables(db)
    .selectFrom('ledger')
    .select(['at', 'kind', 'subject', 'payload'])
    .where('kind', 'in', [flappingBegan.name, flappingEnded.name])
    .where('at', '>=', since)
    .orderBy('seq')
    .execute();
  const spans = new Map<string, FlapSpan[]>();
  const began = new Map<string, Date>();
  for (const { at, kind, subject, payload } of rows) {
    const check = subject ?? '';
    if (kind === flappingBegan.name) began.set(check, new Date(flappingBegan.payload.parse(payload).since));
    else {
      spans.set(check, [...(spans.get(check) ?? []), { from: began.get(check) ?? since, to: at }]);
      began.delete(check);
    }
  }
  for (const { id, standing } of checks)
    if (standing.flapping) spans.set(id, [...(spans.get(id) ?? []), { from: standing.flapping.since, to: now }]);
  return spans;
}
