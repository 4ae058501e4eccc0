import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { findShop } from '#registry/index.ts';
import { settingsChanged } from '../events.ts';
import { ownDomainsShape } from '../own-domains.ts';
import { inspectTables } from '../store.ts';

/** Keeps the names that the owner holds beside the shop's own: one a line, at most fifty. Throws NOT_FOUND, INPUT_INVALID. */
export const setOwnDomains = defineVerb({
  name: 'inspect.set-own-domains',
  permission: 'configure',
  effect: 'writes',
  input: z.object({ shop: idShape('shop'), domains: ownDomainsShape }),
  run: async (ctx, { shop, domains }) => {
    await findShop(ctx.db, shop);
    await inspectTables(ctx.db)
      .insertInto('inspect_settings')
      .values({ org_id: ctx.org, shop_id: shop, own_domains: domains })
      .onConflict((conflict) => conflict.columns(['org_id', 'shop_id']).doUpdateSet({ own_domains: domains }))
      .execute();
    await ctx.record(settingsChanged, { shop, changed: ['own-domains'] }, shop);
    return { domains };
  },
});
