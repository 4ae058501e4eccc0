import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { honeyPlaced } from '../events.ts';
import { markHoney } from '../honey/mark-honey.ts';
import { openCard } from '../honey/open-card.ts';
import { takeHoney } from '../honey/store-honeys.ts';
import { detectTables } from '../tables.ts';

const number = z.string().trim().max(100).default('');

/**
 * Says that a honey customer stands in its place, and which numbers it got there. From now on its use rings; what led here does not.
 * May be said again when a number was forgotten. Throws INPUT_INVALID, NOT_FOUND.
 */
export const placeHoney = defineVerb({
  name: 'detect.place-honey',
  permission: 'configure',
  effect: 'writes',
  input: z.object({
    honey: idShape('honey'),
    customer: number,
    order: number,
    phone: z
      .string()
      .trim()
      .regex(/^(\+[\d ]{7,20})?$/, 'must begin with + and the country’s code')
      .optional(),
  }),
  run: async (ctx, { honey, customer, order, phone }) => {
    const row = await takeHoney(ctx.db, honey);
    if (row.retired_at !== null) throw new ShopbellError('INPUT_INVALID', { reason: 'this honey customer is retired' });
    const known = openCard(ctx, row);
    const card = { ...known, customer, order, phone: phone?.replaceAll(' ', '') ?? known.phone };
    const { secrets } = ctx.house;
    await detectTables(ctx.db)
      .updateTable('detect_honeys')
      .set({
        card: secrets.seal(ctx.org, JSON.stringify(card)),
        marks: JSON.stringify(markHoney(secrets, ctx.org, card)),
        placed_at: ctx.now,
      })
      .where('id', '=', honey)
      .execute();
    await ctx.record(honeyPlaced, { shop: row.shop_id, honey, place: row.place }, honey);
    return { honey };
  },
});
