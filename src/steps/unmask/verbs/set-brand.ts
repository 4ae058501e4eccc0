import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { findShop } from '#registry/index.ts';
import { readHost } from '../checks/read-host.ts';
import { brandSet } from '../events.ts';
import { unmaskTables } from '../store.ts';

const word = z
  .string()
  .trim()
  .toLowerCase()
  .transform((text) => text.normalize('NFKD').replace(/[^a-z0-9]/g, ''))
  .pipe(z.string().min(3, 'a brand word needs at least three Latin letters or digits').max(40));

/** Says what a shop is called, which names are its own, and which words only look like it. */
export const setBrand = defineVerb({
  name: 'unmask.set-brand',
  permission: 'configure',
  effect: 'writes',
  input: z.object({
    shop: idShape('shop'),
    words: z.array(word).min(1).max(20),
    own: z.array(z.string()).min(1).max(200),
    safe: z.array(z.string().trim().toLowerCase().max(60)).max(200).default([]),
  }),
  run: async (ctx, input) => {
    await findShop(ctx.db, input.shop);
    const own = [...new Set(input.own.map(hostOrRefuse))];
    const words = [...new Set(input.words)];
    const values = { words: JSON.stringify(words), own: JSON.stringify(own), safe: JSON.stringify(input.safe), set_at: ctx.now };
    await unmaskTables(ctx.db)
      .insertInto('brands')
      .values({ org_id: ctx.org, shop_id: input.shop, ...values })
      .onConflict((conflict) => conflict.columns(['org_id', 'shop_id']).doUpdateSet(values))
      .execute();
    await ctx.record(brandSet, { shop: input.shop, brands: words, own }, input.shop);
    return { words, own };
  },
});

function hostOrRefuse(line: string): string {
  const host = readHost(line);
  if (host === null) throw new ShopbellError('INPUT_INVALID', { reason: 'own: one line is not a host name' });
  return host;
}
