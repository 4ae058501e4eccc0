import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { findShop } from '#registry/index.ts';
import { vendorTrustChanged } from '../events.ts';
import { reasonShape } from '../inventory/item-shape.ts';
import { isAnybodys, vendorOf } from '../inventory/vendor-of.ts';
import { inspectTables } from '../store.ts';

/**
 * Trusts a vendor, by its registrable domain: its scripts and hosts on the payment page and their changes are kept and listed, not rung.
 * `trusted: false` ends it. Throws NOT_FOUND, and INPUT_INVALID for what is no domain of
 * one vendor: the shop's own, or one under which anybody can put a script.
 */
export const trustVendor = defineVerb({
  name: 'inspect.trust-vendor',
  permission: 'configure',
  effect: 'writes',
  input: z.object({
    shop: idShape('shop'),
    domain: z.string().trim().toLowerCase().min(3).max(253),
    trusted: z.boolean(),
    reason: reasonShape,
    owner: z.string().trim().max(200).optional(),
    until: z.coerce.date().nullish(),
  }),
  run: async (ctx, input) => {
    const shop = await findShop(ctx.db, input.shop);
    const domain = vendorOf(input.domain);
    if (domain === null || domain === vendorOf(shop.url) || isAnybodys(domain)) {
      throw new ShopbellError('INPUT_INVALID', { reason: `“${input.domain}” is not the domain of a vendor` });
    }
    const { reason, owner, until } = input;
    const tables = inspectTables(ctx.db);
    if (input.trusted) {
      const said = { reason, owner: owner || null, until: until ?? null, trusted_by: ctx.actor.id, trusted_at: ctx.now };
      await tables
        .insertInto('inspect_vendors')
        .values({ org_id: ctx.org, shop_id: input.shop, domain, ...said })
        .onConflict((conflict) => conflict.columns(['org_id', 'shop_id', 'domain']).doUpdateSet(said))
        .execute();
    } else {
      const ended = await tables
        .deleteFrom('inspect_vendors')
        .where('org_id', '=', ctx.org)
        .where('shop_id', '=', input.shop)
        .where('domain', '=', domain)
        .executeTakeFirst();
      if (ended.numDeletedRows === 0n) return asUnchanged({ domain, trusted: false });
    }
    await ctx.record(vendorTrustChanged, { shop: input.shop, domain, trusted: input.trusted, reason }, input.shop);
    return { domain, trusted: input.trusted };
  },
});
