import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { findShop } from '#registry/index.ts';
import { writerConnected } from '../events.ts';
import { shopApi, shopApiNames } from '../honey/shops/shop-api.ts';
import { sealTexts } from '../honey/shops/store-writers.ts';
import { detectTables } from '../tables.ts';

const texts = z.record(z.string(), z.string().trim().min(1).max(2_000));

/**
 * Keeps a shop's own access that may write, sealed, for putting honey customers into it and taking them out, and for nothing else. One a
 * shop: another one takes its place. Throws NOT_FOUND, INPUT_INVALID.
 */
export const connectWriter = defineVerb({
  name: 'detect.connect-writer',
  permission: 'configure',
  effect: 'writes',
  input: z.object({ shop: idShape('shop'), api: z.enum(shopApiNames), settings: texts, secrets: texts }),
  run: async (ctx, { shop: id, api: name, settings, secrets }) => {
    const shop = await findShop(ctx.db, id);
    const api = shopApi(name);
    const pickOf = (fields: typeof api.settings, given: Readonly<Record<string, string>>) =>
      Object.fromEntries(
        fields.map((field) => {
          const value = given[field.name];
          if (value === undefined) throw new ShopbellError('INPUT_INVALID', { reason: `${field.name} is missing` });
          return [field.name, value];
        }),
      );
    const own = pickOf(api.settings, settings);
    const address = URL.parse(own.address ?? '');
    if (address === null || !/^https?:$/.test(address.protocol) || address.username !== '' || address.search !== '')
      throw new ShopbellError('INPUT_INVALID', { reason: 'address: must begin with https:// and hold no name, password or question mark' });
    if (address.protocol === 'http:' && !shop.allowPrivate)
      throw new ShopbellError('INPUT_INVALID', { reason: 'address: keys that may write are only sent over https' });
    const row = {
      ...{ api: name, settings: JSON.stringify(own), secrets: sealTexts(ctx, pickOf(api.secrets, secrets)) },
      ...{ added_by: ctx.actor.id, added_at: ctx.now },
    };
    await detectTables(ctx.db)
      .insertInto('detect_shop_writers')
      .values({ org_id: ctx.org, shop_id: shop.id, ...row })
      .onConflict((conflict) => conflict.columns(['org_id', 'shop_id']).doUpdateSet(row))
      .execute();
    await ctx.record(writerConnected, { shop: shop.id, api: name }, shop.id);
    return { shop: shop.id };
  },
});
