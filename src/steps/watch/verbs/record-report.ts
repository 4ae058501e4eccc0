import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { reportSent } from '../events.ts';
import { reportTables } from '../report/store.ts';

/** Notes that a shop's report of a week went to everybody; it is never sent again. */
export const recordReport = defineVerb({
  name: 'watch.record-report',
  permission: 'machine',
  effect: 'writes',
  input: z.object({ shop: idShape('shop'), week: z.string(), recipients: z.int() }),
  run: async (ctx, { shop, week, recipients }) => {
    const done = await reportTables(ctx.db)
      .updateTable('watch_reports')
      .set({ state: 'sent' })
      .where('org_id', '=', ctx.org)
      .where('shop_id', '=', shop)
      .where('week', '=', week)
      .where('state', '=', 'sending')
      .executeTakeFirst();
    if (done.numUpdatedRows === 0n) return asUnchanged({ sent: false });
    await ctx.record(reportSent, { shop, week, recipients }, shop);
    return { sent: true };
  },
});
