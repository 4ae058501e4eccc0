import type { Tx } from '#engines/state/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import { compareSeverity } from '#kernel/outcome.ts';
import { inspectTables } from './store.ts';

/** The latest run of each shop, and the latest finished one. */
export async function readLatestRuns(db: Tx, org: OrgId) {
  const rows = await inspectTables(db)
    .selectFrom('inspect_runs')
    .selectAll()
    .distinctOn(['shop_id'])
    .where('org_id', '=', org)
    .orderBy('shop_id')
    .orderBy('started_at', 'desc')
    .execute();
  const finished = await inspectTables(db)
    .selectFrom('inspect_runs')
    .selectAll()
    .distinctOn(['shop_id'])
    .where('org_id', '=', org)
    .where('finished_at', 'is not', null)
    .orderBy('shop_id')
    .orderBy('started_at', 'desc')
    .execute();
  const done = new Map(finished.map((row) => [row.shop_id, row]));
  return new Map(rows.map((row) => [row.shop_id, { latest: row, finished: done.get(row.shop_id) ?? null }]));
}

/** Open findings, worst first. */
export async function readOpenFindings(db: Tx, org: OrgId, shop?: string) {
  const all = inspectTables(db).selectFrom('inspect_findings').selectAll().where('org_id', '=', org).where('status', '=', 'open');
  const rows = await (shop === undefined ? all : all.where('shop_id', '=', shop as `shop_${string}`)).execute();
  return rows.sort((a, b) => compareSeverity(b.severity, a.severity) || a.title.localeCompare(b.title));
}

export type FindingRow = Awaited<ReturnType<typeof readOpenFindings>>[number];

/** The last inspections of a shop, newest first. */
export async function readRuns(db: Tx, org: OrgId, shop: `shop_${string}`) {
  return inspectTables(db)
    .selectFrom('inspect_runs')
    .selectAll()
    .where('org_id', '=', org)
    .where('shop_id', '=', shop)
    .orderBy('started_at', 'desc')
    .limit(30)
    .execute();
}

export type RunRow = Awaited<ReturnType<typeof readRuns>>[number];
