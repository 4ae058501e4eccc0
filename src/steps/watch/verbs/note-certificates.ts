import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { certificateTables } from '../changes/store.ts';
import { certificateChanged } from '../events.ts';
import { watchTables } from '../store.ts';

const seenShape = z.object({
  check: idShape('chk'),
  at: z.date(),
  fingerprint: z.string().min(1).max(200),
  serial: z.string().max(100),
  issuer: z.string().max(300),
  until: z.date(),
});

/** How many a check is told apart: whoever shows another one every time does not fill the database. */
const MOST_A_CHECK = 50;

/** Notes certificates that checks have met. One that a check never met before is told, with the one before it; the first of a check too, once. */
export const noteCertificates = defineVerb({
  name: 'watch.note-certificates',
  permission: 'machine',
  effect: 'writes',
  input: z.object({ seen: z.array(seenShape).max(1_000) }),
  run: async (ctx, { seen }) => {
    const ids = [...new Set(seen.map((one) => one.check))];
    if (ids.length === 0) return asUnchanged({ told: 0 });
    const checks = await watchTables(ctx.db)
      .selectFrom('watch_checks')
      .select(['check_id', 'shop_id', 'name'])
      .where('check_id', 'in', ids)
      .where('removed_at', 'is', null)
      .orderBy('check_id')
      .forUpdate()
      .execute();
    const rows = await certificateTables(ctx.db)
      .selectFrom('watch_certificates')
      .selectAll()
      .where('check_id', 'in', ids)
      .orderBy('seen_at')
      .execute();
    const before = Map.groupBy(rows, (row) => row.check_id);
    const known = new Map(checks.map((row) => [row.check_id, row]));
    let told = 0;
    for (const one of seen) {
      const check = known.get(one.check);
      const met = before.get(one.check) ?? [];
      if (!check || met.length >= MOST_A_CHECK || met.some(({ fingerprint }) => fingerprint === one.fingerprint)) continue;
      const last = met.at(-1);
      const row = {
        ...{ org_id: ctx.org, check_id: one.check, fingerprint: one.fingerprint, serial: one.serial, issuer: one.issuer },
        ...{ valid_to: one.until, seen_at: one.at },
      };
      await certificateTables(ctx.db).insertInto('watch_certificates').values(row).execute();
      before.set(one.check, [...met, row]);
      const from = last === undefined ? null : { issuer: last.issuer, serial: last.serial, until: last.valid_to.toISOString() };
      const to = { issuer: one.issuer, serial: one.serial, until: one.until.toISOString() };
      await ctx.record(certificateChanged, { check: one.check, shop: check.shop_id, name: check.name, from, to }, one.check);
      told += 1;
    }
    return told === 0 ? asUnchanged({ told }) : { told };
  },
});
