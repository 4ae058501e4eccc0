import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { honeyFound } from '../events.ts';
import { findInText } from '../honey/find-in-text.ts';
import { HONEY_FOUND } from '../honey/honey.ts';
import { openCard } from '../honey/open-card.ts';
import { listHoneys } from '../honey/store-honeys.ts';
import { tellHoney } from '../honey/tell-honey-event.ts';

/**
 * Looks for the organisation's honey customers in a text that somebody found: a paste, a list that is sold, a strange mail. What is found
 * rings. The text itself is kept nowhere. Returns the places, that is, which copies it came from.
 */
export const lookForHoneys = defineVerb({
  name: 'detect.look-for-honeys',
  permission: 'respond',
  effect: 'writes',
  input: z.object({
    text: z
      .string()
      .min(1)
      .max(32 * 1024 * 1024),
    where: z.string().trim().max(200),
  }),
  run: async (ctx, { text, where }) => {
    const rows = (await listHoneys(ctx.db)).map((row) => ({ row, card: openCard(ctx, row) }));
    const found = findInText(text, rows).map(({ row }) => row);
    const result = { looked: rows.length, found: found.map(({ id, place, shop_id }) => ({ honey: id, place, shop: shop_id })) };
    if (found.length === 0) return asUnchanged(result);
    for (const [shop, own] of Map.groupBy(found, (row) => row.shop_id)) {
      for (const row of own) await tellHoney(ctx, row, HONEY_FOUND, { where });
      await ctx.record(honeyFound, { shop, honeys: own.map((row) => row.id), where }, shop);
    }
    return result;
  },
});
