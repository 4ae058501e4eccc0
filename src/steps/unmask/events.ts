import { z } from 'zod';
import { defineEvent } from '#kernel/event.ts';
import { idShape, severityShape } from '#kernel/shapes.ts';

export const brandSet = defineEvent(
  'unmask.brand-set',
  z.object({ shop: idShape('shop'), brands: z.array(z.string()), own: z.array(z.string()) }),
);
export const impostorFound = defineEvent(
  'unmask.impostor-found',
  z.object({
    impostor: idShape('imp'),
    shop: idShape('shop'),
    name: z.string(),
    severity: severityShape,
    score: z.number(),
    reasons: z.array(z.string()),
  }),
);
export const impostorJudged = defineEvent(
  'unmask.impostor-judged',
  z.object({ impostor: idShape('imp'), verdict: z.enum(['confirmed', 'dismissed', 'ours']), note: z.string() }),
);
