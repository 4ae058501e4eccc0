import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { findShop } from '#registry/index.ts';
import { sloSet } from '../events.ts';
import { serviceTables, sloKinds } from '../services/store.ts';

const MOST = 50;

/** Sets a goal for what a service serves, or for what it calls by the name `far`. Throws NOT_FOUND. */
export const setSlo = defineVerb({
  name: 'watch.set-slo',
  permission: 'configure',
  effect: 'writes',
  input: z
    .object({
      shop: idShape('shop'),
      service: z.string().trim().min(1).max(200),
      far: z.string().trim().max(200).default(''),
      kind: z.enum(sloKinds),
      /** Of `latency`: so fast, ms. */
      withinMs: z.int().min(1).max(600_000).nullable().default(null),
      /** Per cent that should be good in 28 days. */
      target: z.number().min(80).max(99.999),
    })
    .refine(({ kind, withinMs }) => (kind === 'latency') === (withinMs !== null), 'withinMs: say how fast, for latency only'),
  run: async (ctx, { shop, service, far, kind, withinMs, target }) => {
    await findShop(ctx.db, shop);
    const tables = serviceTables(ctx.db);
    const { count } = await tables
      .selectFrom('watch_slos')
      .select((eb) => eb.fn.countAll<string>().as('count'))
      .where('shop_id', '=', shop)
      .executeTakeFirstOrThrow();
    if (Number(count) >= MOST) throw new ShopbellError('INPUT_INVALID', { reason: `slo: at most ${MOST} a shop` });
    const slo = ctx.newId('slo');
    await tables
      .insertInto('watch_slos')
      .values({
        ...{ org_id: ctx.org, slo_id: slo, shop_id: shop, service, far, kind, within_ms: withinMs },
        ...{ target: Math.round(target * 1_000), added_at: ctx.now, severity: null, burning_since: null, burned_at: null },
      })
      .execute();
    await ctx.record(sloSet, { slo, shop, service, far, kind, withinMs, target }, shop);
    return { slo };
  },
});
