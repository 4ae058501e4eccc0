import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { wallLinkRemoved } from '../events.ts';
import { wallTables } from '../wall/store.ts';

/** Takes a screen's link back: from now on it shows nothing. Throws NOT_FOUND. */
export const removeWallLink = defineVerb({
  name: 'watch.remove-wall-link',
  permission: 'configure',
  effect: 'writes',
  input: z.object({ link: idShape('wall') }),
  run: async (ctx, { link }) => {
    const done = await wallTables(ctx.db)
      .updateTable('watch_wall_links')
      .set({ removed_at: ctx.now, token_hash: '' })
      .where('org_id', '=', ctx.org)
      .where('link_id', '=', link)
      .where('removed_at', 'is', null)
      .executeTakeFirst();
    if (done.numUpdatedRows === 0n) throw new ShopbellError('NOT_FOUND', { what: 'link' });
    await ctx.record(wallLinkRemoved, { link }, link);
    return {};
  },
});
