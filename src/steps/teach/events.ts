import { z } from 'zod';
import { defineEvent } from '#kernel/event.ts';
import { idShape } from '#kernel/shapes.ts';

/** A customer asked whether a message came from the shop. The code itself is not recorded, only what was answered. */
export const messageChecked = defineEvent(
  'teach.message-checked',
  z.object({ shop: idShape('shop'), answer: z.enum(['ours', 'not-ours', 'unknown']) }),
);
/** A customer reported a suspicious message or address. */
export const suspicionReported = defineEvent('teach.suspicion-reported', z.object({ shop: idShape('shop'), host: z.string().nullable() }));
