import { sql } from 'kysely';
import type { House } from '#engines/house.ts';
import { messageOf } from '#kernel/errors.ts';
import type { State } from './checks/follow-state.ts';
import type { WatchCheck } from './store.ts';

/** One look, as it is stored. */
export interface Measurement {
  readonly check: WatchCheck;
  readonly at: Date;
  readonly saw: State;
  readonly ms: number | null;
  readonly phases: Readonly<Record<string, number | null>>;
  readonly reason: string;
}

const MOST = 100_000;

/** Collects measurements and writes them in batches: all to telemetry, the last one of each check to its row. */
export function openMeasurements(house: Pick<House, 'telemetry' | 'state' | 'log'>) {
  let waiting: Measurement[] = [];
  const flush = async (): Promise<void> => {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    for (const [org, rows] of Map.groupBy(batch, (row) => row.check.org)) {
      try {
        await house.telemetry.insert(org, 'measurements', rows.map(asRow));
      } catch (thrown) {
        house.log.warn('measurements could not be stored and wait', { reason: messageOf(thrown), rows: rows.length });
        waiting = [...rows, ...waiting].slice(-MOST);
      }
    }
    await keepLast(house, [...new Map(batch.map((row) => [row.check.id, row])).values()]);
  };
  return { add: (measurement: Measurement) => waiting.push(measurement), flush };
}

/** Keeps looks at once, durably; the same `token` again keeps nothing twice. What was seen before what is known already changes no last look. */
export async function keepLooks(house: Pick<House, 'telemetry' | 'state'>, looks: readonly Measurement[], token: string): Promise<void> {
  for (const [org, rows] of Map.groupBy(looks, (row) => row.check.org))
    await house.telemetry.insert(org, 'measurements', rows.map(asRow), { token });
  if (looks.length > 0) await keepLast(house, [...new Map(looks.map((row) => [row.check.id, row])).values()], true);
}

function asRow({ check, at, saw, ms, phases, reason }: Measurement) {
  return { shop_id: check.shop, check_id: check.id, at, state: saw, ms, phases: JSON.stringify(phases), reason };
}

async function keepLast(house: Pick<House, 'state'>, last: readonly Measurement[], onlyNewer = false): Promise<void> {
  const column = <T>(pick: (row: Measurement) => T) => last.map(pick);
  await house.state.everywhere((db) =>
    // A row that somebody holds to note a change gets its last look there: waiting for it, in another order, could be for ever.
    sql`
      with v as (select * from unnest(${column((row) => row.check.org)}::text[], ${column((row) => row.check.id)}::text[],
        ${column((row) => row.at.toISOString())}::timestamptz[], ${column((row) => row.ms)}::double precision[],
        ${column((row) => row.saw)}::text[], ${column((row) => row.reason)}::text[]) as v (org, id, at, ms, saw, reason)),
      free as (
        select c.org_id, c.check_id from watch_checks c join v on c.org_id = v.org and c.check_id = v.id
        order by c.org_id, c.check_id for update of c skip locked)
      update watch_checks c set last_at = v.at, last_ms = v.ms,
        -- Why it is still not known changes no state, and has to be said.
        reason = case when c.state = 'unknown' and v.saw = 'unknown' and not c.paused then v.reason else c.reason end
      from v join free on free.org_id = v.org and free.check_id = v.id
      where c.org_id = v.org and c.check_id = v.id and (not ${onlyNewer} or c.last_at is null or c.last_at < v.at)`.execute(db),
  );
}
