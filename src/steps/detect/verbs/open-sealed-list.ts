import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { SealedRef } from '#kernel/sealed.ts';
import { readSealedList } from '../affected/sealed-list.ts';
import { cell } from '../csv-cell.ts';
import { sealedListOpened } from '../events.ts';

/**
 * Opens a list of touched records that left the house sealed: the shop's own numbers in the clear, as CSV. Written down with its reason and
 * how many records it held. Throws INPUT_INVALID for what is no such list, or another house's or organisation's.
 */
export const openSealedList = defineVerb({
  name: 'detect.open-sealed-list',
  permission: 'look-sealed',
  effect: 'writes',
  input: z.object({
    text: z
      .string()
      .min(1)
      .max(20 * 1024 * 1024),
    purpose: z.string().trim().min(10).max(500),
  }),
  run: async (ctx, { text, purpose }) => {
    const lines = readSealedList(text);
    const rows = lines.map(({ kind, ref, categories, first, last, times, sure, from = [] }, nth) =>
      [kind, ref === null ? '' : cell(open(ref, kind, nth)), categories.join(' '), first, last, times, sure ?? '', from.join(' ')].join(
        ',',
      ),
    );
    await ctx.record(sealedListOpened, { records: lines.length, purpose });
    return { csv: ['kind,id,categories,first,last,times,sure,from', ...rows, ''].join('\r\n'), records: lines.length };

    function open(ref: string, kind: string, nth: number): string {
      try {
        return ctx.house.secrets.openRef(ctx.org, kind, ref as SealedRef, 'find-affected');
      } catch (thrown) {
        throw new ShopbellError(
          'INPUT_INVALID',
          { reason: `line ${nth + 1} was sealed by another house or organisation` },
          { cause: thrown },
        );
      }
    }
  },
});
