import { z } from 'zod';
import { asUnchanged, type Ctx, defineVerb } from '#engines/verb.ts';
import type { ShopId } from '#kernel/ids.ts';
import { idShape } from '#kernel/shapes.ts';
import { findShop } from '#registry/index.ts';
import { scriptsAuthorised } from '../events.ts';
import { type Item, itemShape, reasonShape } from '../inventory/item-shape.ts';
import { readInventory } from '../inventory/read-inventory.ts';
import { acceptAbsentHeaders, saveAuthorised } from '../inventory/save-decision.ts';
import { isOpen } from '../inventory/standing-of.ts';

/**
 * A person says why scripts, hosts and headers of the payment page are there, as they are now (PCI DSS 4.0.1, 6.4.3 and 11.6.1). `items`
 * may carry a reason each; without `items` everything that the last look saw and that somebody has to look at is meant, rejected
 * things excepted. Throws NOT_FOUND, and INPUT_INVALID where something is left without a reason.
 */
export const authoriseScripts = defineVerb({
  name: 'inspect.authorise-scripts',
  permission: 'configure',
  effect: 'writes',
  input: z
    .object({
      shop: idShape('shop'),
      items: z
        .array(itemShape.extend({ reason: reasonShape.optional() }))
        .max(2_000)
        .optional(),
      reason: reasonShape.optional(),
      owner: z.string().trim().max(200).optional(),
      until: z.coerce.date().nullish(),
      trustChanges: z.boolean().default(false),
    })
    .refine((input) => input.reason !== undefined || (input.items ?? []).some(() => true), 'say why they are there')
    .refine(
      (input) => input.reason !== undefined || (input.items ?? []).every((item) => item.reason !== undefined),
      'say why each is there',
    ),
  run: async (ctx, input) => {
    await findShop(ctx.db, input.shop);
    const items = input.items ?? (await everythingOpen(ctx, input.shop));
    const done: { item: Item; reason: string }[] = [];
    for (const { kind, key, reason: own } of items as readonly (Item & { readonly reason?: string })[]) {
      const reason = own ?? input.reason ?? '';
      const decision = { reason, owner: input.owner || null, until: input.until ?? null, trustChanges: input.trustChanges };
      if (await saveAuthorised(ctx, input.shop, { kind, key }, decision)) done.push({ item: { kind, key }, reason });
    }
    const count = (kind: Item['kind']) => done.filter(({ item }) => item.kind === kind).length;
    const counts = { scripts: count('script'), hosts: count('host'), headers: count('header') };
    if (done.length === 0) return asUnchanged(counts);
    await acceptAbsentHeaders(ctx, input.shop);
    const until = input.until?.toISOString() ?? null;
    for (const [reason, same] of Map.groupBy(done, (one) => one.reason)) {
      const told = (kind: Item['kind']) => same.filter(({ item }) => item.kind === kind).length;
      await ctx.record(
        scriptsAuthorised,
        {
          ...{ shop: input.shop, scripts: told('script'), hosts: told('host'), headers: told('header'), reason },
          ...{ owner: input.owner || null, until, items: same.map(({ item }) => item).slice(0, 500) },
        },
        input.shop,
      );
    }
    return counts;
  },
});

async function everythingOpen(ctx: Ctx, shop: ShopId): Promise<Item[]> {
  const { scripts, hosts, headers } = await readInventory(ctx.db, ctx.org, shop, ctx.now);
  const open = <R extends { readonly standing: Parameters<typeof isOpen>[0] }>(rows: readonly R[]) =>
    rows.filter((row) => isOpen(row.standing) && row.standing !== 'rejected');
  return [
    ...open(scripts).map((row): Item => ({ kind: 'script', key: row.key })),
    ...open(hosts).map((row): Item => ({ kind: 'host', key: row.host })),
    ...open(headers).map((row): Item => ({ kind: 'header', key: row.name })),
  ];
}
