import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { findShop } from '#registry/index.ts';
import { statusPageSet } from '../events.ts';
import { isHint } from '../kinds/kinds.ts';
import { ensurePushKeys } from '../status/push-keys.ts';
import { statusLanguages, statusParts } from '../status/status-words.ts';
import { statusTables } from '../status/store.ts';
import { watchTables } from '../store.ts';

const slugShape = z
  .string()
  .trim()
  .regex(/^[a-z0-9](?:[a-z0-9-]{1,48}[a-z0-9])$/, 'must be 3 to 50 small letters, digits and hyphens');

/** Sets what a shop's public status page says by: whether it is published, its address, and which checks stand for which part. Throws NOT_FOUND. */
export const setStatusPage = defineVerb({
  name: 'watch.set-status-page',
  permission: 'configure',
  effect: 'writes',
  input: z.object({
    shop: idShape('shop'),
    slug: slugShape,
    language: z.enum(statusLanguages),
    published: z.boolean(),
    useOrders: z.boolean(),
    checks: z.array(z.object({ part: z.enum(statusParts), check: idShape('chk') })).max(400),
  }),
  run: async (ctx, { shop, slug, language, published, useOrders, checks }) => {
    await findShop(ctx.db, shop);
    const wanted = [...new Map(checks.map((one) => [`${one.part} ${one.check}`, one])).values()];
    const known = await watchTables(ctx.db)
      .selectFrom('watch_checks')
      .select(['check_id', 'target'])
      .where('shop_id', '=', shop)
      .where('removed_at', 'is', null)
      .execute();
    const own = new Set(known.filter((row) => !isHint(row.target)).map((row) => row.check_id));
    if (!wanted.every(({ check }) => own.has(check))) throw new ShopbellError('NOT_FOUND', { what: 'check' });
    const tables = statusTables(ctx.db);
    const values = { slug, language, published, use_orders: useOrders };
    await tables
      .insertInto('watch_status_pages')
      .values({ org_id: ctx.org, shop_id: shop, seen_at: null, ...values })
      .onConflict((conflict) => conflict.columns(['org_id', 'shop_id']).doUpdateSet(values))
      .execute()
      .catch(sayWhetherTaken);
    await tables.deleteFrom('watch_status_checks').where('shop_id', '=', shop).execute();
    if (wanted.length > 0) {
      const rows = wanted.map(({ part, check }) => ({ org_id: ctx.org, shop_id: shop, part, check_id: check }));
      await tables.insertInto('watch_status_checks').values(rows).execute();
    }
    const count = (part: string) => wanted.filter((one) => one.part === part).length;
    const counts = { ordering: count('ordering'), paying: count('paying'), delivery: count('delivery'), account: count('account') };
    if (published) await ensurePushKeys(ctx);
    await ctx.record(statusPageSet, { shop, slug, published, useOrders, checks: counts }, shop);
    return { slug };
  },
});

/** An address is one for all organisations here; whose it is stays untold. */
function sayWhetherTaken(thrown: unknown): never {
  const isTaken = thrown instanceof Error && 'code' in thrown && thrown.code === '23505';
  throw isTaken ? new ShopbellError('INPUT_INVALID', { reason: 'slug: this name is taken, choose another one' }) : thrown;
}
