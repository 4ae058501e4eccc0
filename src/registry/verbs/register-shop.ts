import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { isPrivateAddress, shopFields } from '../checks/shop-shape.ts';
import { shopRegistered } from '../events.ts';
import { registryTables } from '../tables.ts';

/** Registers a shop. Throws TARGET_PRIVATE for a private address that was not allowed, CONFLICT for one that is registered. */
export const registerShop = defineVerb({
  name: 'registry.register-shop',
  permission: 'configure',
  effect: 'writes',
  input: shopFields,
  run: async (ctx, input) => {
    refusePrivate(input.url, input.allowPrivate);
    const shop = ctx.newId('shop');
    const added = await registryTables(ctx.db)
      .insertInto('shops')
      .values({
        org_id: ctx.org,
        shop_id: shop,
        name: input.name,
        url: input.url,
        platform: input.platform,
        allow_private: input.allowPrivate,
        time_zone: input.timeZone,
        country: input.country,
        contact: JSON.stringify(input.contact),
        privacy_contact: JSON.stringify(input.privacyContact),
        registered_at: ctx.now,
      })
      .onConflict((conflict) => conflict.columns(['org_id', 'url']).doNothing())
      .returning('shop_id')
      .executeTakeFirst();
    if (!added) throw new ShopbellError('CONFLICT', { reason: 'a shop with this address is registered already' });
    const { name, url, platform, allowPrivate } = input;
    await ctx.record(shopRegistered, { shop, name, url, platform, allowPrivate }, shop);
    return { shop };
  },
});

/** Throws TARGET_PRIVATE. What a public name leads to is checked at each request, by the HTTP engine. */
export function refusePrivate(url: string, allowPrivate: boolean): void {
  const host = new URL(url).hostname;
  if (!allowPrivate && isPrivateAddress(url)) throw new ShopbellError('TARGET_PRIVATE', { address: host, host });
}
