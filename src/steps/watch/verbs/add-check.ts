import { createHash } from 'node:crypto';
import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { findShop } from '#registry/index.ts';
import { checkAdded } from '../events.ts';
import { watchTables } from '../store.ts';
import { targetShape } from '../target.ts';

/** Adds a check to a shop. A heartbeat gets its secret token here, once: only its hash is kept. Throws NOT_FOUND. */
export const addCheck = defineVerb({
  name: 'watch.add-check',
  permission: 'configure',
  effect: 'writes',
  input: z.object({
    shop: idShape('shop'),
    name: z.string().trim().min(1).max(120),
    target: targetShape,
    /** Between two looks, ms; from one second to a day. */
    everyMs: z.int().min(1_000).max(86_400_000).default(20_000),
  }),
  run: async (ctx, input) => {
    const shop = await findShop(ctx.db, input.shop);
    const check = ctx.newId('chk');
    const token = input.target.kind === 'heartbeat' ? `${ctx.org}.${Buffer.from(ctx.house.random.bytes(24)).toString('base64url')}` : null;
    await watchTables(ctx.db)
      .insertInto('watch_checks')
      .values({
        org_id: ctx.org,
        check_id: check,
        shop_id: shop.id,
        name: input.name,
        target: JSON.stringify(input.target),
        every_ms: input.everyMs,
        allow_private: shop.allowPrivate,
        since: ctx.now,
        added_at: ctx.now,
        beat_hash: token === null ? null : hashOfToken(token),
      })
      .execute();
    await ctx.record(checkAdded, { check, shop: shop.id, kind: input.target.kind, name: input.name }, check);
    return { check, token };
  },
});

/** A token is kept only as its hash. */
export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
