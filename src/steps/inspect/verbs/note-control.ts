import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { controlProven } from '../events.ts';
import { inspectTables } from '../store.ts';

/** Notes that the shop showed the word. The look itself is `checkControl`. */
export const noteControl = defineVerb({
  name: 'inspect.note-control',
  permission: 'machine',
  effect: 'writes',
  input: z.object({ shop: idShape('shop'), by: z.enum(['file', 'dns', 'meta']) }),
  run: async (ctx, input) => {
    const noted = await inspectTables(ctx.db)
      .updateTable('inspect_settings')
      .set({ controlled_at: ctx.now })
      .where('org_id', '=', ctx.org)
      .where('shop_id', '=', input.shop)
      .where('controlled_at', 'is', null)
      .executeTakeFirst();
    if (noted.numUpdatedRows === 0n) return asUnchanged({ proven: true });
    await ctx.record(controlProven, { shop: input.shop, by: input.by }, input.shop);
    return { proven: true };
  },
});
