import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { keyMade } from '../events.ts';
import { writeKey } from '../key-text.ts';
import { findShop } from '../readers.ts';
import { registryTables } from '../tables.ts';

/** Makes an API key. Its text is in the result and nowhere else: the table holds a hash. Throws NOT_FOUND for another's shop. */
export const makeKey = defineVerb({
  name: 'registry.make-key',
  permission: 'configure',
  effect: 'writes',
  input: z.object({
    name: z.string().trim().min(1, 'must not be empty').max(200),
    permissions: z.array(z.enum(['send-telemetry', 'look'])).min(1, 'must name at least one'),
    shop: idShape('shop').nullable().default(null),
    source: idShape('src').nullable().default(null),
  }),
  run: async (ctx, input) => {
    if (input.shop !== null) await findShop(ctx.db, input.shop);
    const key = ctx.newId('key');
    const { text, hash } = writeKey(ctx.org, key, ctx.house.random.bytes(32));
    const permissions = [...new Set(input.permissions)];
    await registryTables(ctx.db)
      .insertInto('api_keys')
      .values({
        org_id: ctx.org,
        key_id: key,
        name: input.name,
        hash,
        permissions,
        shop_id: input.shop,
        source_id: input.source,
        made_by: ctx.actor.id,
        made_at: ctx.now,
      })
      .execute();
    await ctx.record(keyMade, { key, name: input.name, permissions }, key);
    return { key, text };
  },
});
