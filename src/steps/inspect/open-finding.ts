import type { Ctx } from '#engines/verb.ts';
import type { ShopId } from '#kernel/ids.ts';
import { compareSeverity } from '#kernel/outcome.ts';
import type { CheckMeta, Weakness } from './checks/check.ts';
import { findingOpened } from './events.ts';
import { inspectTables } from './store.ts';

/** Keeps a weakness: a new or returned one is recorded, and one that became worse; a known one is only seen again. */
export async function openFinding(ctx: Ctx, shop: ShopId, check: CheckMeta, weakness: Weakness): Promise<void> {
  const tables = inspectTables(ctx.db);
  const known = await tables
    .selectFrom('inspect_findings')
    .select(['finding_id', 'status', 'severity'])
    .where('org_id', '=', ctx.org)
    .where('shop_id', '=', shop)
    .where('check_id', '=', check.id)
    .where('key', '=', weakness.key)
    .forUpdate()
    .executeTakeFirst();
  const finding = known?.finding_id ?? ctx.newId('fnd');
  const seen = {
    severity: weakness.severity,
    title: weakness.title,
    url: weakness.url,
    remedy: weakness.remedy ?? check.remedy,
    evidence: JSON.stringify(weakness.evidence),
    status: 'open' as const,
    last_seen: ctx.now,
    gone_at: null,
  };
  if (known) {
    await tables.updateTable('inspect_findings').set(seen).where('org_id', '=', ctx.org).where('finding_id', '=', finding).execute();
  } else {
    await tables
      .insertInto('inspect_findings')
      .values({ org_id: ctx.org, finding_id: finding, shop_id: shop, check_id: check.id, key: weakness.key, first_seen: ctx.now, ...seen })
      .execute();
  }
  if (known?.status === 'open' && compareSeverity(weakness.severity, known.severity) <= 0) return;
  const { severity, title, url } = weakness;
  await ctx.record(findingOpened, { finding, shop, check: check.id, severity, title, url }, finding);
}
