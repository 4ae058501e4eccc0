import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { findShop } from '#registry/index.ts';
import { settingsChanged } from '../events.ts';
import { inspectTables, readSettings } from '../store.ts';

/** Makes the word that the shop shows in a file, a TXT record or a meta tag to prove who controls it. The same word every time. */
export const offerProof = defineVerb({
  name: 'inspect.offer-proof',
  permission: 'configure',
  effect: 'writes',
  input: z.object({ shop: idShape('shop') }),
  run: async (ctx, input) => {
    await findShop(ctx.db, input.shop);
    const { controlToken } = await readSettings(ctx.db, ctx.org, input.shop);
    if (controlToken !== null) return asUnchanged({ token: controlToken });
    const token = Buffer.from(ctx.house.random.bytes(15)).toString('hex');
    await inspectTables(ctx.db)
      .insertInto('inspect_settings')
      .values({ org_id: ctx.org, shop_id: input.shop, control_token: token })
      .onConflict((conflict) => conflict.columns(['org_id', 'shop_id']).doUpdateSet({ control_token: token }))
      .execute();
    await ctx.record(settingsChanged, { shop: input.shop, changed: ['proof-of-control'] }, input.shop);
    return { token };
  },
});
