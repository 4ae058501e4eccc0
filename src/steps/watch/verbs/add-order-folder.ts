import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { findShop } from '#registry/index.ts';
import { sealSecrets } from '../check-secrets.ts';
import { orderFeedAdded } from '../events.ts';
import { feedTables } from '../orders/feeds/store.ts';
import { folderShape, hostKeyShape } from '../orders/folders/folder-shape.ts';
import { orderSystems } from '../orders/order-words.ts';

/** Lets a folder of an SFTP server be looked into every few minutes for files of orders; password and key are sealed. Throws NOT_FOUND, INPUT_INVALID. */
export const addOrderFolder = defineVerb({
  name: 'watch.add-order-folder',
  permission: 'configure',
  effect: 'writes',
  input: z.object({
    shop: idShape('shop'),
    toldBy: z.enum(orderSystems),
    name: z.string().trim().min(1).max(120),
    place: folderShape,
    password: z.string().max(1_000).default(''),
    /** As OpenSSH or PEM writes it, with a passphrase where it has one. */
    privateKey: z.string().trim().max(10_000).default(''),
    passphrase: z.string().max(1_000).default(''),
    /** The only key that the server may show; pinned when it is first seen where none is given. */
    hostKey: hostKeyShape.optional(),
    everyMinutes: z.int().min(1).max(1_440).default(5),
  }),
  run: async (ctx, { shop, toldBy, name, place, password, privateKey, passphrase, hostKey, everyMinutes }) => {
    const { timeZone } = await findShop(ctx.db, shop);
    if (password === '' && privateKey === '')
      throw new ShopbellError('INPUT_INVALID', { reason: 'password: give a password or a private key' });
    const given = { password, privateKey: privateKey === '' ? '' : `${privateKey}\n`, passphrase };
    const secrets = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
    const feed = ctx.newId('feed');
    await feedTables(ctx.db)
      .insertInto('watch_order_feeds')
      .values({
        ...{ org_id: ctx.org, feed_id: feed, shop_id: shop, told_by: toldBy, name, url: '', query: '', password: null },
        ...{ time_zone: timeZone, every_minutes: everyMinutes, added_at: ctx.now, since: ctx.now, asked_at: null },
        ...{ lease_by: null, lease_until: null, secrets: sealSecrets(ctx.house, ctx.org, secrets) },
        ...{ folder: JSON.stringify(place), host_key: hostKey ?? null },
      })
      .execute();
    await ctx.record(orderFeedAdded, { feed, shop, toldBy, name }, feed);
    return { feed };
  },
});
