import type { Ctx } from '#engines/verb.ts';
import type { ShopId } from '#kernel/ids.ts';
import type { PaymentPage } from '../inspection.ts';
import { inspectTables } from '../store.ts';
import type { Change } from './change.ts';
import type { VisitorHost } from './visitor-host.ts';

/** Keeps the hosts that the page talked to, as our own browser saw it and as browsers of visitors reported it. Says which are new. */
export async function keepHosts(
  ctx: Ctx,
  shop: ShopId,
  page: PaymentPage | null,
  visitors: readonly VisitorHost[] | null,
): Promise<Change[]> {
  const tables = inspectTables(ctx.db);
  const rows = await tables.selectFrom('inspect_hosts').select('host').where('org_id', '=', ctx.org).where('shop_id', '=', shop).execute();
  const known = new Set(rows.map((row) => row.host));
  const mine = { org_id: ctx.org, shop_id: shop, first_seen: ctx.now };
  const looked = (page?.hosts ?? []).filter(({ party }) => party === 'third');
  for (const { host } of looked) {
    const seen = { last_seen: ctx.now, looked: true };
    await tables
      .insertInto('inspect_hosts')
      .values({ ...mine, host, ...seen })
      .onConflict((conflict) => conflict.columns(['org_id', 'shop_id', 'host']).doUpdateSet(seen))
      .execute();
  }
  for (const told of visitors ?? []) {
    const [from, to] = [new Date(told.first), new Date(told.last)];
    const seen = { visitors_last: to, visitors: JSON.stringify(told) };
    await tables
      .insertInto('inspect_hosts')
      .values({ ...mine, host: told.host, last_seen: to, looked: false, visitors_first: from, ...seen })
      .onConflict((conflict) =>
        conflict.columns(['org_id', 'shop_id', 'host']).doUpdateSet((eb) => ({
          ...seen,
          visitors_first: eb.fn.coalesce('inspect_hosts.visitors_first', eb.val(from)),
          last_seen: eb.fn('greatest', ['inspect_hosts.last_seen', eb.val(to)]),
        })),
      )
      .execute();
  }
  const fresh = new Set([...looked, ...(visitors ?? [])].map(({ host }) => host).filter((host) => !known.has(host)));
  return known.size === 0 && rows.length === 0 ? [] : [...fresh].map((key) => ({ kind: 'host' as const, what: 'new' as const, key }));
}
