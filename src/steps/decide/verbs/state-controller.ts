import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { findShop } from '#registry/index.ts';
import { controllerStated } from '../events.ts';
import { papersTables } from '../papers/papers-tables.ts';

const line = z.string().trim().min(1, 'must not be empty').max(200);

/** States whose data a shop's is: who decides about them, how they are reached, in which language they are told. NOT_FOUND for another's shop. */
export const stateController = defineVerb({
  name: 'decide.state-controller',
  permission: 'decide',
  effect: 'writes',
  input: z.object({ shop: idShape('shop'), name: line, contact: line, language: z.enum(['en', 'pl', 'de', 'ja']) }),
  run: async (ctx, { shop, name, contact, language }) => {
    await findShop(ctx.db, shop);
    const row = { name, contact, language, stated_by: ctx.actor.id, stated_at: ctx.now };
    await papersTables(ctx.db)
      .insertInto('shop_controllers')
      .values({ org_id: ctx.org, shop_id: shop, ...row })
      .onConflict((conflict) => conflict.columns(['org_id', 'shop_id']).doUpdateSet(row))
      .execute();
    await ctx.record(controllerStated, { shop, language }, shop);
    return { shop };
  },
});
