import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { honeyRetired } from '../events.ts';
import { takeHoney } from '../honey/store-honeys.ts';
import { detectTables } from '../tables.ts';

/** Watches a honey customer no longer: it was taken out of its place, or everybody knows it now. */
export const retireHoney = defineVerb({
  name: 'detect.retire-honey',
  permission: 'configure',
  effect: 'writes',
  input: z.object({ honey: idShape('honey') }),
  run: async (ctx, { honey }) => {
    const row = await takeHoney(ctx.db, honey);
    if (row.retired_at !== null) return asUnchanged({ honey });
    await detectTables(ctx.db).updateTable('detect_honeys').set({ retired_at: ctx.now }).where('id', '=', honey).execute();
    await ctx.record(honeyRetired, { shop: row.shop_id, honey }, honey);
    return { honey };
  },
});
