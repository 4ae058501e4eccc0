import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { addressShape, shopFields } from '../checks/shop-shape.ts';
import { shopChanged } from '../events.ts';
import { findShop } from '../readers.ts';
import { registryTables } from '../tables.ts';
import { refusePrivate } from './register-shop.ts';

const fields = shopFields.partial().extend({
  platform: shopFields.shape.platform.unwrap().optional(),
  directoryUrl: addressShape.nullable().optional(),
  /** The directory's key, in the clear only here; `null` forgets it, absent keeps it. */
  directoryKey: z.string().trim().min(1).max(500).nullable().optional(),
});

/** Changes what is known about a shop; what is absent stays. Throws NOT_FOUND, TARGET_PRIVATE, CONFLICT. */
export const changeShop = defineVerb({
  name: 'registry.change-shop',
  permission: 'configure',
  effect: 'writes',
  input: z.object({ shop: idShape('shop'), change: fields }),
  run: async (ctx, { shop, change }) => {
    const before = await findShop(ctx.db, shop);
    const tables = registryTables(ctx.db);
    const { directoryKey, ...open } = change;
    const after = { ...before, ...withoutAbsent(open) };
    refusePrivate(after.url, after.allowPrivate);
    const changed = Object.keys(open).filter((key) => !same(before, after, key));
    if (directoryKey !== undefined) changed.push('directoryKey');
    if (changed.length === 0) return asUnchanged({ changed });
    const other = await tables
      .selectFrom('shops')
      .select('shop_id')
      .where('url', '=', after.url)
      .where('shop_id', '!=', shop)
      .executeTakeFirst();
    if (other) throw new ShopbellError('CONFLICT', { reason: 'a shop with this address is registered already' });
    await tables
      .updateTable('shops')
      .set({
        name: after.name,
        url: after.url,
        platform: after.platform,
        allow_private: after.allowPrivate,
        time_zone: after.timeZone,
        country: after.country,
        contact: JSON.stringify(after.contact),
        privacy_contact: JSON.stringify(after.privacyContact),
        directory_url: after.directoryUrl,
        ...(directoryKey === undefined
          ? {}
          : { directory_key: directoryKey === null ? null : ctx.house.secrets.seal(ctx.org, directoryKey) }),
      })
      .where('shop_id', '=', shop)
      .execute();
    await ctx.record(shopChanged, { shop, changed }, shop);
    return { changed };
  },
});

function same<T extends object>(a: T, b: T, key: string): boolean {
  const read = (value: T): unknown => Object.entries(value).find(([name]) => name === key)?.[1];
  return JSON.stringify(read(a)) === JSON.stringify(read(b));
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutAbsent<T extends object>(value: T): Present<T> {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as Present<T>;
}
