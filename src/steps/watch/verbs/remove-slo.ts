import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { sloRecovered, sloRemoved } from '../events.ts';
import { serviceTables } from '../services/store.ts';

/** Removes a goal; what burned is over with it. Throws NOT_FOUND. */
export const removeSlo = defineVerb({
  name: 'watch.remove-slo',
  permission: 'configure',
  effect: 'writes',
  input: z.object({ slo: idShape('slo') }),
  run: async (ctx, { slo }) => {
    const row = await serviceTables(ctx.db).deleteFrom('watch_slos').where('slo_id', '=', slo).returningAll().executeTakeFirst();
    if (row === undefined) throw new ShopbellError('NOT_FOUND', { what: 'slo' });
    const about = { slo, shop: row.shop_id, service: row.service, far: row.far };
    await ctx.record(sloRemoved, about, row.shop_id);
    if (row.severity !== null) await ctx.record(sloRecovered, { ...about, title: `${row.service}: the goal was removed` }, row.shop_id);
    return { shop: row.shop_id, service: row.service };
  },
});
