import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { findShop, listMembers } from '#registry/index.ts';
import { serviceDescribed } from '../events.ts';
import { criticalities, serviceTables } from '../services/store.ts';

const line = z.string().trim().max(120).default('');

/** Says what a system is: a plain name, who looks after it, where it runs, how much hangs on it. Throws NOT_FOUND. */
export const describeService = defineVerb({
  name: 'watch.describe-service',
  permission: 'configure',
  effect: 'writes',
  input: z.object({
    shop: idShape('shop'),
    system: z.string().trim().min(1).max(200),
    /** It tells nothing itself; others call it by this name. */
    outside: z.boolean().default(false),
    name: line,
    /** A person of the organisation; with it `owner` is nobody else. */
    ownerId: idShape('per').nullable().default(null),
    owner: line,
    place: line,
    criticality: z.enum(['', ...criticalities]).default(''),
  }),
  run: async (ctx, { shop, system, outside, name, ownerId, owner, place, criticality }) => {
    await findShop(ctx.db, shop);
    if (ownerId !== null && !(await listMembers(ctx.db)).some(({ person }) => person === ownerId))
      throw new ShopbellError('NOT_FOUND', { what: 'person' });
    const values = { name, owner_id: ownerId, owner: ownerId === null ? owner : '', place, criticality, described_at: ctx.now };
    await serviceTables(ctx.db)
      .insertInto('watch_service_notes')
      .values({ org_id: ctx.org, shop_id: shop, system, outside, ...values })
      .onConflict((conflict) => conflict.columns(['org_id', 'shop_id', 'system', 'outside']).doUpdateSet(values))
      .execute();
    await ctx.record(serviceDescribed, { shop, system, outside, name, ownerId, place, criticality }, shop);
    return {};
  },
});
