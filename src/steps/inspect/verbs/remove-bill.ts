import { z } from 'zod';
import { type Ctx, defineVerb } from '#engines/verb.ts';
import type { ShopId } from '#kernel/ids.ts';
import { idShape } from '#kernel/shapes.ts';
import { billChecks } from '../bills/bill-checks.ts';
import { readBill } from '../bills/read-bills.ts';
import { keyOf } from '../bills/weaknesses-of.ts';
import { findingGone, sbomRemoved } from '../events.ts';
import { inspectTables } from '../store.ts';

/**
 * Removes a bill of materials. With the last one of a part its findings go too: a person says that the part is no more. `forgotten`: artifacts
 * that the caller removes after the transaction. Throws NOT_FOUND.
 */
export const removeBill = defineVerb({
  name: 'inspect.remove-bill',
  permission: 'configure',
  effect: 'writes',
  input: z.object({ shop: idShape('shop'), sbom: idShape('sbom') }),
  run: async (ctx, input) => {
    const bill = await readBill(ctx.db, ctx.org, input.sbom);
    const { shop_id: shop, system, artifact, sha256 } = bill;
    await inspectTables(ctx.db).deleteFrom('inspect_sboms').where('org_id', '=', ctx.org).where('sbom_id', '=', input.sbom).execute();
    await ctx.record(sbomRemoved, { sbom: input.sbom, shop, system, sha256 }, shop);
    const left = await inspectTables(ctx.db)
      .selectFrom('inspect_sboms')
      .select(['system', 'artifact', 'shop_id'])
      .where('org_id', '=', ctx.org)
      .where((where) => where.or([where('artifact', '=', artifact), where('shop_id', '=', shop)]))
      .execute();
    if (!left.some((row) => row.shop_id === shop && row.system === system)) await closeAll(ctx, shop, system);
    return { forgotten: left.some((row) => row.artifact === artifact) ? [] : [artifact] };
  },
});

async function closeAll(ctx: Ctx, shop: ShopId, system: string): Promise<void> {
  const checks = Object.values(billChecks).map(({ id }) => id);
  const gone = await inspectTables(ctx.db)
    .updateTable('inspect_findings')
    .set({ status: 'gone', gone_at: ctx.now })
    .where('org_id', '=', ctx.org)
    .where('shop_id', '=', shop)
    .where('check_id', 'in', checks)
    .where('status', '=', 'open')
    .where((where) => where.fn<boolean>('starts_with', ['key', where.val(keyOf(system, ''))]))
    .returning(['finding_id', 'check_id'])
    .execute();
  for (const { finding_id: finding, check_id: check } of gone) await ctx.record(findingGone, { finding, shop, check }, finding);
}
