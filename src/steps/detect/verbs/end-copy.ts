import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { copyEnded, copyStates } from '../events.ts';
import { openCard } from '../honey/open-card.ts';
import { sealTexts } from '../honey/shops/store-writers.ts';
import { takeHoney } from '../honey/store-honeys.ts';
import { detectTables } from '../tables.ts';
import { placeHoney } from './place-honey.ts';

const number = z.string().max(100);

/** Notes what was done in a shop with a honey customer, and what failed. One that stands there now is placed: its use rings. */
export const endCopy = defineVerb({
  name: 'detect.end-copy',
  permission: 'configure',
  effect: 'writes',
  input: z.object({
    honey: idShape('honey'),
    what: z.enum(['put', 'remove']),
    state: z.enum(copyStates),
    customer: number,
    order: number,
    done: z.array(z.string()),
    reason: z.string().max(400),
  }),
  run: async (ctx, { honey, what, state, customer, order, done, reason }) => {
    const row = await takeHoney(ctx.db, honey);
    const numbers = sealTexts(ctx, { customer, order });
    await detectTables(ctx.db)
      .updateTable('detect_honey_copies')
      .set({ state, numbers, done: JSON.stringify(done), reason, ended_at: ctx.now })
      .where('honey_id', '=', honey)
      .execute();
    if (what === 'put' && customer !== '') {
      const card = openCard(ctx, row);
      await placeHoney(ctx, { honey, customer, order: order === '' ? card.order : order });
    }
    await ctx.record(copyEnded, { shop: row.shop_id, honey, what, state, done, reason }, honey);
    return { honey, state };
  },
});
