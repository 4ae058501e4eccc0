import { z } from 'zod';
import { isMailAddress } from '#engines/mail/check-mail.ts';
import { defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { findShop } from '#registry/index.ts';
import { locales } from '#web/types.ts';
import { reportSet } from '../events.ts';
import { reportTables } from '../report/store.ts';

/** Says who gets a shop's weekly report; nobody: none is sent. Addresses are sealed. Throws NOT_FOUND, INPUT_INVALID. */
export const setReport = defineVerb({
  name: 'watch.set-report',
  permission: 'configure',
  effect: 'writes',
  input: z.object({
    shop: idShape('shop'),
    recipients: z.array(z.string().trim().refine(isMailAddress, 'must be a mail address')).max(20),
    language: z.enum(locales),
  }),
  run: async (ctx, { shop, recipients, language }) => {
    await findShop(ctx.db, shop);
    const wanted = [...new Set(recipients)];
    const tables = reportTables(ctx.db);
    if (wanted.length === 0)
      await tables.deleteFrom('watch_report_settings').where('org_id', '=', ctx.org).where('shop_id', '=', shop).execute();
    else {
      const values = { recipients: ctx.house.secrets.seal(ctx.org, JSON.stringify(wanted)), language };
      await tables
        .insertInto('watch_report_settings')
        .values({ org_id: ctx.org, shop_id: shop, ...values })
        .onConflict((conflict) => conflict.columns(['org_id', 'shop_id']).doUpdateSet(values))
        .execute();
    }
    await ctx.record(reportSet, { shop, recipients: wanted.length, language }, shop);
    return { recipients: wanted.length };
  },
});
