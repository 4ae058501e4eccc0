import { inspectTables } from '../store.ts';
import type { Change } from './change.ts';
import type { Look } from './look.ts';
import { securityHeadersOf } from './security-headers.ts';

/** Keeps the security-impacting headers of the payment page; says which came, went or changed. */
export async function keepHeaders({ ctx, shop, page }: Look): Promise<Change[]> {
  const tables = inspectTables(ctx.db);
  const mine = { org_id: ctx.org, shop_id: shop };
  const rows = await tables.selectFrom('inspect_headers').selectAll().where('org_id', '=', ctx.org).where('shop_id', '=', shop).execute();
  const known = new Map(rows.map((row) => [row.name, row.value]));
  const changes: Change[] = [];
  for (const [name, value] of securityHeadersOf(page.headers)) {
    const before = known.get(name);
    const changed = before !== undefined && before !== value;
    await tables
      .insertInto('inspect_headers')
      .values({ ...mine, name, value, first_seen: ctx.now, last_seen: ctx.now, changed_at: ctx.now })
      .onConflict((conflict) =>
        conflict
          .columns(['org_id', 'shop_id', 'name'])
          .doUpdateSet({ value, last_seen: ctx.now, ...(changed ? { changed_at: ctx.now } : {}) }),
      )
      .execute();
    if (!changed) continue;
    const what = value === '' ? 'removed' : before === '' ? 'new' : 'changed';
    changes.push({ kind: 'header', what, key: name, from: before.slice(0, 1_000), to: value.slice(0, 1_000) });
  }
  return changes;
}
