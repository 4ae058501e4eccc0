import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { publicHostName } from '#kernel/host-name.ts';
import { idShape } from '#kernel/shapes.ts';
import { statusHostSet } from '../events.ts';
import { isProvenByAnother } from '../status/is-proven-by-another.ts';
import { statusTables, takeStatusPage } from '../status/store.ts';

/**
 * Wishes for a host name of its own for a shop's status page, or gives it up (an empty text). It serves nothing until it is proven.
 * Throws NOT_FOUND without a page, INPUT_INVALID for what is no public name, is this Shopbell's own, or is proven by somebody else.
 */
export const setStatusHost = defineVerb({
  name: 'watch.set-status-host',
  permission: 'configure',
  effect: 'writes',
  input: z.object({ shop: idShape('shop'), host: z.string().trim().max(300) }),
  run: async (ctx, { shop, host: asked }) => {
    const page = await takeStatusPage(ctx.db, shop);
    if (page === null) throw new ShopbellError('NOT_FOUND', { what: 'status page' });
    const host = asked === '' ? null : publicHostName(asked);
    if (asked !== '' && host === null)
      throw new ShopbellError('INPUT_INVALID', { reason: 'host: must be a name such as status.shop.example' });
    if (host === (page.host?.name ?? null)) return asUnchanged({ host });
    const own = new URL(ctx.house.publicUrl).hostname;
    if (host !== null && host === own) throw new ShopbellError('INPUT_INVALID', { reason: 'host: this is the name of the console' });
    const hosts = statusTables(ctx.db);
    await hosts.deleteFrom('watch_status_hosts').where('shop_id', '=', shop).execute();
    if (host !== null) {
      if (await isProvenByAnother(ctx.house, shop, host))
        throw new ShopbellError('INPUT_INVALID', { reason: 'host: another status page here has proven this name' });
      const nothing = { proof: null, checked_at: null, proven_at: null, missing_since: null } as const;
      await hosts
        .insertInto('watch_status_hosts')
        .values({ org_id: ctx.org, shop_id: shop, host, set_at: ctx.now, state: 'waiting', leads: 'unknown', ...nothing })
        .execute();
    }
    await ctx.record(statusHostSet, { shop, host }, shop);
    return { host };
  },
});
