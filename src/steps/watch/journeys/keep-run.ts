import { sql } from 'kysely';
import type { House } from '#engines/house.ts';
import type { JourneyRun } from '#engines/journeys/types.ts';
import { messageOf } from '#kernel/errors.ts';
import { makeId } from '#kernel/ids.ts';
import { addMs, DAY, HOUR } from '#kernel/time.ts';
import type { WatchCheck } from '../store.ts';
import { journeyTables } from './store.ts';

/** Of journeys that went well one is kept, and made new this often. */
const FRESH_MS = HOUR;
const MOST_OTHERS = 20;
const KEPT_MS = 30 * DAY;

/**
 * Keeps a journey with its pictures and trace: the last that went well, at most an hour old, and the last twenty others of thirty days. Never
 * throws: a picture that cannot be stored is no reason not to say that the shop is down.
 */
export async function keepRun(house: Pick<House, 'state' | 'random' | 'log'>, check: WatchCheck, at: Date, run: JourneyRun): Promise<void> {
  try {
    await house.state.inOrg(check.org, async (db) => {
      const tables = journeyTables(db);
      const mine = () => tables.selectFrom('watch_journey_runs').where('org_id', '=', check.org).where('check_id', '=', check.id);
      if (run.outcome === 'passed') {
        const fresh = await mine()
          .select('run_id')
          .where('outcome', '=', 'passed')
          .where('at', '>', addMs(at, -FRESH_MS))
          .executeTakeFirst();
        if (fresh) return;
      }
      const id = makeId('run', at.getTime(), house.random.bytes(16));
      const { outcome, reason, failed, ms, steps, requests, complaints, told } = run;
      const row = { org_id: check.org, run_id: id, check_id: check.id, at, outcome, reason, failed, ms: Math.round(ms) };
      await tables
        .insertInto('watch_journey_runs')
        .values({ ...row, told: JSON.stringify({ steps, requests, complaints, told }) })
        .execute();
      const files = filesOf(run).map((file, nth) => ({ org_id: check.org, run_id: id, nth, ...file }));
      if (files.length > 0) await tables.insertInto('watch_journey_files').values(files).execute();
      await sql`
        delete from watch_journey_runs where org_id = ${check.org} and check_id = ${check.id} and (at < ${addMs(at, -KEPT_MS)} or run_id in (
          select run_id from (
            select run_id, outcome, row_number() over (partition by outcome = 'passed' order by at desc) as nth
            from watch_journey_runs where org_id = ${check.org} and check_id = ${check.id}) ranked
          where nth > case when outcome = 'passed' then 1 else ${MOST_OTHERS} end))`.execute(db);
    });
  } catch (thrown) {
    house.log.error('what a journey saw could not be kept', { check: check.id, reason: messageOf(thrown) });
  }
}

function filesOf({ shots, trace }: JourneyRun) {
  return [
    ...shots.map(({ title, jpeg }) => ({ title, media: 'image/jpeg', bytes: Buffer.from(jpeg) })),
    ...(trace === null ? [] : [{ title: 'trace', media: 'application/zip', bytes: Buffer.from(trace) }]),
  ];
}
