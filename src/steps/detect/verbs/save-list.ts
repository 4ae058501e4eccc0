import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { listSaved } from '../events.ts';
import { listsOf } from '../own/store-rules.ts';
import { detectTables } from '../tables.ts';

/** Says what a placeholder such as `%office%` stands for; no items forget it. */
export const saveList = defineVerb({
  name: 'detect.save-list',
  permission: 'configure',
  effect: 'writes',
  input: z.object({
    shop: idShape('shop'),
    name: z.string().regex(/^[a-z][a-z0-9_-]{0,40}$/, 'must be a short name of small letters'),
    items: z.array(z.string().min(1).max(500)).max(10_000),
  }),
  run: async (ctx, { shop, name, items }) => {
    const known = (await listsOf(ctx.db, shop)).get(name) ?? [];
    if (known.length === items.length && known.every((item, nth) => item === items[nth])) return asUnchanged({ name });
    const table = detectTables(ctx.db);
    if (items.length === 0) await table.deleteFrom('detect_lists').where('shop_id', '=', shop).where('name', '=', name).execute();
    else {
      const changed = { items, changed_at: ctx.now };
      await table
        .insertInto('detect_lists')
        .values({ org_id: ctx.org, shop_id: shop, name, ...changed })
        .onConflict((conflict) => conflict.columns(['org_id', 'shop_id', 'name']).doUpdateSet(changed))
        .execute();
    }
    await ctx.record(listSaved, { shop, name, items: items.length }, shop);
    return { name };
  },
});
