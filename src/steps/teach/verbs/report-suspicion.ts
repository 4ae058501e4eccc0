import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { findShop } from '#registry/index.ts';
import { readAddress } from '../checks/read-address.ts';
import { suspicionReported } from '../events.ts';

/** A customer reports a link or sender. Only the host is kept: the rest of a link can hold personal data. */
export const reportSuspicion = defineVerb({
  name: 'teach.report-suspicion',
  permission: 'ask-as-customer',
  effect: 'writes',
  input: z.object({ shop: idShape('shop'), address: z.string().min(1).max(4_000) }),
  run: async (ctx, input) => {
    const shop = await findShop(ctx.db, input.shop);
    const read = readAddress(input.address);
    if (read === null) throw new ShopbellError('INPUT_INVALID', { reason: 'address: there is no host name in it' });
    await ctx.record(suspicionReported, { shop: shop.id, host: read.host }, shop.id);
    return { host: read.host };
  },
});
