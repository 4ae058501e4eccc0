import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { MINUTE } from '#kernel/time.ts';
import { copyBegun } from '../events.ts';
import { copyOf, sealTexts, writerOf } from '../honey/shops/store-writers.ts';
import { takeHoney } from '../honey/store-honeys.ts';
import { detectTables } from '../tables.ts';

/** Whoever began and was not heard of again is over by then: no request takes so long. */
const BUSY_MS = 5 * MINUTE;

/** Claims a honey customer for work in its shop, so that two clicks do not do it twice. Throws NOT_FOUND, INPUT_INVALID. */
export const beginCopy = defineVerb({
  name: 'detect.begin-copy',
  permission: 'configure',
  effect: 'writes',
  input: z.object({ honey: idShape('honey'), what: z.enum(['put', 'remove']) }),
  run: async (ctx, { honey, what }) => {
    const row = await takeHoney(ctx.db, honey);
    await detectTables(ctx.db).selectFrom('detect_honeys').select('id').where('id', '=', honey).forUpdate().execute();
    if (what === 'put' && row.retired_at !== null) throw new ShopbellError('INPUT_INVALID', { reason: 'this honey customer is retired' });
    const writer = await writerOf(ctx.db, row.shop_id);
    if (writer === undefined) throw new ShopbellError('INPUT_INVALID', { reason: 'the shop has no access for writing' });
    const known = await copyOf(ctx.db, honey);
    if (known !== undefined && known.ended_at === null && ctx.now.getTime() - known.begun_at.getTime() < BUSY_MS)
      throw new ShopbellError('INPUT_INVALID', { reason: 'somebody is at it right now' });
    const state = what === 'put' ? ('putting' as const) : ('removing' as const);
    const begun = { api: writer.api, state, reason: '', begun_at: ctx.now, ended_at: null };
    await detectTables(ctx.db)
      .insertInto('detect_honey_copies')
      .values({ org_id: ctx.org, honey_id: honey, numbers: sealTexts(ctx, {}), done: '[]', ...begun })
      .onConflict((conflict) => conflict.columns(['org_id', 'honey_id']).doUpdateSet(begun))
      .execute();
    await ctx.record(copyBegun, { shop: row.shop_id, honey, api: writer.api, what }, honey);
    return { row, writer, numbers: known?.numbers ?? null };
  },
});
