import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { findShop } from '#registry/index.ts';
import { honeysMade } from '../events.ts';
import { makeCard } from '../honey/make-card.ts';
import { markHoney } from '../honey/mark-honey.ts';
import { listHoneys } from '../honey/store-honeys.ts';
import { detectTables } from '../tables.ts';

/** How many honey customers a shop has at most. */
const MOST = 200;

/**
 * Makes a made-up customer for each place: another person, another mailbox at `domain`. They ring once they are placed.
 * Throws INPUT_INVALID, NOT_FOUND. Returns their ids, in the order of the places.
 */
export const makeHoneys = defineVerb({
  name: 'detect.make-honeys',
  permission: 'configure',
  effect: 'writes',
  input: z.object({
    shop: idShape('shop'),
    places: z.array(z.string().trim().min(1).max(80)).min(1).max(20),
    domain: z
      .string()
      .trim()
      .toLowerCase()
      .max(190)
      .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}$/, 'must be a domain such as post.example.com'),
  }),
  run: async (ctx, { shop, places, domain }) => {
    const { country } = await findShop(ctx.db, shop);
    const known = (await listHoneys(ctx.db)).filter((one) => one.shop_id === shop).length;
    if (known + places.length > MOST) throw new ShopbellError('INPUT_INVALID', { reason: `a shop has at most ${MOST} honey customers` });
    const { secrets, random } = ctx.house;
    const made = places.map((place) => ({ id: ctx.newId('honey'), place, card: makeCard(country, domain, random.bytes(12)) }));
    await detectTables(ctx.db)
      .insertInto('detect_honeys')
      .values(
        made.map(({ id, place, card }) => ({
          ...{
            org_id: ctx.org,
            id,
            shop_id: shop,
            place,
            domain,
            made_by: ctx.actor.id,
            made_at: ctx.now,
            placed_at: null,
            retired_at: null,
          },
          card: secrets.seal(ctx.org, JSON.stringify(card)),
          marks: JSON.stringify(markHoney(secrets, ctx.org, card)),
        })),
      )
      .execute();
    await ctx.record(honeysMade, { shop, honeys: made.map(({ id, place }) => ({ honey: id, place })) }, shop);
    return { honeys: made.map(({ id }) => id) };
  },
});
