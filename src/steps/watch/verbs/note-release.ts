import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { addMs, DAY, MINUTE } from '#kernel/time.ts';
import { findShop } from '#registry/index.ts';
import { releaseNoted } from '../events.ts';
import { releaseTables } from '../releases/store.ts';

const OLDEST = 30 * DAY;
/** Clocks of machines that build may be a little ahead. */
const AHEAD = 5 * MINUTE;

/**
 * Notes that a version of a shop went out, now or at an instant of the last thirty days, so that charts show it. Told again while it is the
 * newest, it is the same release: programs that build try again. Throws NOT_FOUND, and INPUT_INVALID for an instant out of bounds.
 */
export const noteRelease = defineVerb({
  name: 'watch.note-release',
  permission: 'set-checks',
  effect: 'writes',
  input: z.object({
    shop: idShape('shop'),
    version: z.string().trim().min(1).max(100),
    at: z.date().optional(),
    link: z
      .url({ protocol: /^https$/ })
      .max(500)
      .nullable()
      .default(null),
  }),
  run: async (ctx, { shop, version, at, link }) => {
    await findShop(ctx.db, shop);
    const told = at ?? ctx.now;
    if (told > addMs(ctx.now, AHEAD)) throw new ShopbellError('INPUT_INVALID', { reason: 'at: it is still to come' });
    if (told < addMs(ctx.now, -OLDEST)) throw new ShopbellError('INPUT_INVALID', { reason: 'at: it is more than thirty days ago' });
    const released = new Date(Math.min(told.getTime(), ctx.now.getTime()));
    const before = await releaseTables(ctx.db)
      .selectFrom('watch_releases')
      .select(['release_id', 'version'])
      .where('shop_id', '=', shop)
      .where('released_at', '<=', released)
      .orderBy('released_at', 'desc')
      .executeTakeFirst();
    if (before?.version === version) return asUnchanged({ release: before.release_id, isNew: false });
    const release = ctx.newId('rel');
    await releaseTables(ctx.db)
      .insertInto('watch_releases')
      .values({ org_id: ctx.org, release_id: release, shop_id: shop, version, released_at: released, link })
      .execute();
    await ctx.record(releaseNoted, { release, shop, version, at: released.toISOString(), link }, release);
    return { release, isNew: true };
  },
});
