import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { pageTested } from '../events.ts';

/** Writes down what became of a test page: what the far side said, or why it could not be reached. */
export const recordTestPage = defineVerb({
  name: 'respond.record-test-page',
  permission: 'configure',
  effect: 'writes',
  input: z.object({
    contact: idShape('ctc'),
    name: z.string(),
    channel: z.enum(['mail', 'webhook']),
    sent: z.boolean(),
    response: z.string().max(300),
  }),
  run: async (ctx, input) => {
    await ctx.record(pageTested, input, input.contact);
    return input;
  },
});
