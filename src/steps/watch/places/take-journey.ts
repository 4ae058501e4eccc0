import type { House } from '#engines/house.ts';
import { journeyTables } from '../journeys/store.ts';
import { takeRun } from '../journeys/take-run.ts';
import { checkOf, watchTables } from '../store.ts';
import type { Prober } from './answer-prober.ts';
import type { JourneyTaken } from './protocol.ts';

/** Keeps what a prober's journey saw, once, however often it is brought. What is of no check of that place is left out. */
export async function takeJourney(house: House, { org, place }: Prober, sent: JourneyTaken): Promise<void> {
  const { check: id, shots, trace, ...run } = sent;
  // A clock that runs ahead must not keep a journey as the newest for ever.
  const at = new Date(Math.min(sent.at.getTime(), house.clock.now().getTime()));
  const check = await house.state.inOrg(org, async (db) => {
    const row = await watchTables(db)
      .selectFrom('watch_checks')
      .selectAll()
      .where('org_id', '=', org)
      .where('check_id', '=', id)
      .where('place_id', '=', place)
      .where('removed_at', 'is', null)
      .executeTakeFirst();
    const kept = await journeyTables(db)
      .selectFrom('watch_journey_runs')
      .select('run_id')
      .where('org_id', '=', org)
      .where('check_id', '=', id)
      .where('at', '=', at)
      .executeTakeFirst();
    return row === undefined || kept !== undefined ? null : checkOf(row);
  });
  if (check?.target.kind !== 'journey') return;
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
  await takeRun(house, check, at, {
    ...{ ...run, tests: [], trace: trace === null ? null : bytes(trace) },
    shots: shots.map(({ jpeg, ...shot }) => ({ ...shot, jpeg: bytes(jpeg) })),
  });
}
