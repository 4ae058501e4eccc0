import { sql } from 'kysely';
import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { findShop } from '#registry/index.ts';
import { scriptsAuthorised } from '../events.ts';
import { inspectTables } from '../store.ts';

/**
 * A person says why scripts and hosts of the payment page are there, as they are now (PCI DSS 4.0.1, 6.4.3).
 * Without `keys` everything that the last look saw is meant. Throws NOT_FOUND.
 */
export const authoriseScripts = defineVerb({
  name: 'inspect.authorise-scripts',
  permission: 'configure',
  effect: 'writes',
  input: z.object({
    shop: idShape('shop'),
    keys: z.array(z.string()).optional(),
    hosts: z.array(z.string()).optional(),
    reason: z.string().trim().min(3).max(500),
  }),
  run: async (ctx, input) => {
    await findShop(ctx.db, input.shop);
    const tables = inspectTables(ctx.db);
    let scripts = tables
      .updateTable('inspect_scripts')
      .set({ authorised_hash: sql<string>`hash`, authorised_by: ctx.actor.id, authorised_at: ctx.now, reason: input.reason })
      .where('org_id', '=', ctx.org)
      .where('shop_id', '=', input.shop)
      .where('present', '=', true);
    if (input.keys) scripts = scripts.where('key', 'in', [...input.keys, '']);
    let hosts = tables
      .updateTable('inspect_hosts')
      .set({ authorised_by: ctx.actor.id, authorised_at: ctx.now })
      .where('org_id', '=', ctx.org)
      .where('shop_id', '=', input.shop);
    const named = input.hosts ?? (input.keys ? [] : undefined);
    if (named) hosts = hosts.where('host', 'in', [...named, '']);
    const counts = {
      scripts: Number((await scripts.executeTakeFirst()).numUpdatedRows),
      hosts: Number((await hosts.executeTakeFirst()).numUpdatedRows),
    };
    if (counts.scripts + counts.hosts === 0) return asUnchanged(counts);
    await ctx.record(scriptsAuthorised, { shop: input.shop, ...counts, reason: input.reason }, input.shop);
    return counts;
  },
});
