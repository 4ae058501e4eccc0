import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { orderFileTaken } from '../events.ts';
import { orderSystems } from '../orders/order-words.ts';

/** Writes down that a file of orders came, and how much of it was kept. The steps themselves are telemetry; see `takeOrderFile`. */
export const noteOrderFile = defineVerb({
  name: 'watch.note-order-file',
  permission: 'send-telemetry',
  effect: 'writes',
  input: z.object({
    shop: idShape('shop'),
    toldBy: z.enum(orderSystems),
    kind: z.string(),
    lines: z.int(),
    steps: z.int(),
    rejected: z.int(),
  }),
  run: async (ctx, taken) => {
    await ctx.record(orderFileTaken, taken, taken.shop);
    return {};
  },
});
