import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { inspectTables } from '../store.ts';

/** Notes that a shop's turn led to an inspection, or that this came to its end. */
export const noteNight = defineVerb({
  name: 'inspect.note-night',
  permission: 'machine',
  effect: 'writes',
  input: z.object({ night: z.iso.date(), shop: idShape('shop'), run: idShape('run'), isFinished: z.boolean() }),
  run: async (ctx, { night, shop, run, isFinished }) => {
    await inspectTables(ctx.db)
      .updateTable('inspect_nights')
      .set({ run_id: run, ...(isFinished ? { finished_at: ctx.now } : {}) })
      .where('org_id', '=', ctx.org)
      .where('night', '=', night)
      .where('shop_id', '=', shop)
      .execute();
    // The inspection itself is what the ledger tells of.
    return asUnchanged({ run });
  },
});
