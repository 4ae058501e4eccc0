import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { impostorJudged } from '../events.ts';
import { readBrand, unmaskTables } from '../store.ts';

/** A person's verdict. `ours` also adds the name to the shop's own names, so that it is never shown again. */
export const judgeImpostor = defineVerb({
  name: 'unmask.judge-impostor',
  permission: 'respond',
  effect: 'writes',
  input: z.object({
    impostor: idShape('imp'),
    verdict: z.enum(['confirmed', 'dismissed', 'ours']),
    note: z.string().trim().max(1_000).default(''),
  }),
  run: async (ctx, input) => {
    const tables = unmaskTables(ctx.db);
    const row = await tables
      .updateTable('impostors')
      .set({ state: input.verdict, note: input.note, judged_at: ctx.now })
      .where('org_id', '=', ctx.org)
      .where('id', '=', input.impostor)
      .returning(['shop_id', 'name'])
      .executeTakeFirst();
    if (!row) throw new ShopbellError('NOT_FOUND', { what: 'impostor' });
    if (input.verdict === 'ours') {
      const brand = await readBrand(ctx.db, ctx.org, row.shop_id);
      const own = JSON.stringify([...new Set([...brand.own, row.name])]);
      await tables
        .insertInto('brands')
        .values({
          org_id: ctx.org,
          shop_id: row.shop_id,
          words: JSON.stringify(brand.words),
          own,
          safe: JSON.stringify(brand.safe),
          set_at: ctx.now,
        })
        .onConflict((conflict) => conflict.columns(['org_id', 'shop_id']).doUpdateSet({ own, set_at: ctx.now }))
        .execute();
    }
    await ctx.record(impostorJudged, { impostor: input.impostor, verdict: input.verdict, note: input.note }, input.impostor);
    return { impostor: input.impostor };
  },
});
