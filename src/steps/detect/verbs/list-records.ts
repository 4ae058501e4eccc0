import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { choiceShape, takeChoice } from '../affected/choice.ts';
import { cell } from '../csv-cell.ts';
import { sealedListOpened } from '../events.ts';
import { readTouched } from '../read-touched.ts';

/**
 * The records that were chosen, by the shop's own numbers, in the clear, as CSV; the same as taking the sealed list and opening it. Written
 * down with its reason and how many records it held.
 */
export const listRecordsOpened = defineVerb({
  name: 'detect.list-records',
  permission: 'look-sealed',
  effect: 'writes',
  input: z.object({ choice: choiceShape, purpose: z.string().trim().min(10).max(500) }),
  run: async (ctx, { choice, purpose }) => {
    const { parts } = await takeChoice(ctx, choice);
    const lines: string[] = [];
    for await (const batch of readTouched(ctx.house.telemetry, ctx.org, parts))
      for (const { kind, ref, categories, first, last, times, sure } of batch) {
        const id = cell(ctx.house.secrets.openRef(ctx.org, kind, ref, 'find-affected'));
        lines.push([kind, id, categories.join(' '), first.toISOString(), last.toISOString(), times, sure].join(','));
      }
    await ctx.record(sealedListOpened, { records: lines.length, purpose }, 'signal' in choice ? choice.signal : undefined);
    return { csv: ['kind,id,categories,first,last,times,sure', ...lines, ''].join('\r\n'), records: lines.length };
  },
});
