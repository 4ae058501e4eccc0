import type { Ctx } from '#engines/verb.ts';
import type { ShopId } from '#kernel/ids.ts';
import { type Inspection, isElsewhere, scriptKey } from './inspection.ts';
import { inspectTables } from './store.ts';

/** Keeps scripts and hosts of the payment page with first and last sight. Nothing is authorised here. */
export async function keepInventory(ctx: Ctx, shop: ShopId, inspection: Inspection): Promise<void> {
  const { payment } = inspection;
  if (payment?.kind !== 'got' || payment.value.status >= 400 || isElsewhere(payment.value)) return;
  const tables = inspectTables(ctx.db);
  const mine = { org_id: ctx.org, shop_id: shop, first_seen: ctx.now, last_seen: ctx.now };
  if (payment.value.partial === null) {
    await tables.updateTable('inspect_scripts').set({ present: false }).where('org_id', '=', ctx.org).where('shop_id', '=', shop).execute();
  }
  for (const script of payment.value.scripts) {
    const { url, party, hash, bytes, parent } = script;
    await tables
      .insertInto('inspect_scripts')
      .values({ ...mine, key: scriptKey(script), url, party, hash, bytes, parent, present: true })
      .onConflict((conflict) =>
        conflict.columns(['org_id', 'shop_id', 'key']).doUpdateSet({ hash, bytes, parent, present: true, last_seen: ctx.now }),
      )
      .execute();
  }
  for (const { host, party } of payment.value.hosts) {
    if (party === 'first') continue;
    await tables
      .insertInto('inspect_hosts')
      .values({ ...mine, host })
      .onConflict((conflict) => conflict.columns(['org_id', 'shop_id', 'host']).doUpdateSet({ last_seen: ctx.now }))
      .execute();
  }
}
