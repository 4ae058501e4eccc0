import { sql } from 'kysely';
import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { addMs, DAY } from '#kernel/time.ts';
import { sourcesRemoved } from '../events.ts';
import { inspectTables } from '../store.ts';

/** Longer than the year that an assessor looks back. */
const KEPT_DAYS = 400;
/** Contents of one script; of those that change at every visit the oldest go. */
const MOST_OF_ONE = 60;

/**
 * Removes old contents of scripts: those not seen for 400 days, and of one script all but the newest sixty. What is on the page or was authorised
 * stays. Answers with the artifacts that nothing names any more; the caller removes them after the transaction.
 */
export const tidySources = defineVerb({
  name: 'inspect.tidy-sources',
  permission: 'machine',
  effect: 'writes',
  input: z.object({}),
  run: async (ctx) => {
    const tables = inspectTables(ctx.db);
    const before = addMs(ctx.now, -KEPT_DAYS * DAY);
    const old = await sql<{ shop_id: string; key: string; hash: string; artifact: string | null }>`
      delete from inspect_script_versions v
      using (
        select org_id, shop_id, key, hash, last_seen,
          row_number() over (partition by org_id, shop_id, key order by last_seen desc) as place
        from inspect_script_versions
        where org_id = ${ctx.org} and not present
      ) ranked
      where v.org_id = ranked.org_id and v.shop_id = ranked.shop_id and v.key = ranked.key and v.hash = ranked.hash
        and ((v.authorised_at is null and ranked.place > ${MOST_OF_ONE}) or ranked.last_seen < ${before})
      returning v.shop_id, v.key, v.hash, v.artifact`.execute(ctx.db);
    if (old.rows.length === 0) return asUnchanged({ versions: 0, artifacts: [] as string[] });
    const refs = [...new Set(old.rows.flatMap(({ artifact }) => artifact ?? []))];
    const still = await tables
      .selectFrom('inspect_script_versions')
      .select('artifact')
      .where('org_id', '=', ctx.org)
      .where('artifact', 'in', ['', ...refs])
      .execute();
    const named = new Set(still.map((row) => row.artifact));
    await ctx.record(sourcesRemoved, { versions: old.rows.length });
    return { versions: old.rows.length, artifacts: refs.filter((ref) => !named.has(ref)) };
  },
});
