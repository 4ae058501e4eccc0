import type { Ctx } from '#engines/verb.ts';
import type { ShopId } from '#kernel/ids.ts';
import type { Severity } from '#kernel/outcome.ts';
import type { Reason } from './checks/judge-name.ts';
import { impostorFound } from './events.ts';
import { type ImpostorRow, unmaskTables } from './store.ts';
import { wordsOfReason } from './words-of-reason.ts';

interface Found {
  readonly shop: ShopId;
  readonly name: string;
  readonly score: number;
  readonly severity: Severity;
  readonly reasons: readonly Reason[];
  readonly foundBy: ImpostorRow['found_by'];
}

/** Keeps a name that was not known for this shop, and tells the ledger. Returns whether it is new. */
export async function noteImpostor(ctx: Ctx, found: Found): Promise<boolean> {
  const id = ctx.newId('imp');
  const inserted = await unmaskTables(ctx.db)
    .insertInto('impostors')
    .values({
      org_id: ctx.org,
      id,
      shop_id: found.shop,
      name: found.name,
      score: found.score,
      severity: found.severity,
      reasons: JSON.stringify(found.reasons),
      found_by: found.foundBy,
      state: 'open',
      note: '',
      reports: found.foundBy === 'customer' ? 1 : 0,
      found_at: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['org_id', 'shop_id', 'name']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) return false;
  const { shop, name, score, severity } = found;
  await ctx.record(impostorFound, { impostor: id, shop, name, severity, score, reasons: found.reasons.map(wordsOfReason) }, id);
  return true;
}
