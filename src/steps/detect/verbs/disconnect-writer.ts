import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { writerDisconnected } from '../events.ts';
import { detectTables } from '../tables.ts';

/** Forgets a shop's access for writing, with its keys. What was put into the shop stays there. */
export const disconnectWriter = defineVerb({
  name: 'detect.disconnect-writer',
  permission: 'configure',
  effect: 'writes',
  input: z.object({ shop: idShape('shop') }),
  run: async (ctx, { shop }) => {
    const gone = await detectTables(ctx.db).deleteFrom('detect_shop_writers').where('shop_id', '=', shop).executeTakeFirst();
    if (gone.numDeletedRows === 0n) return asUnchanged({ shop });
    await ctx.record(writerDisconnected, { shop }, shop);
    return { shop };
  },
});
