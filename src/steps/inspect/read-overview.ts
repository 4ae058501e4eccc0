import type { Tx } from '#engines/state/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import { compareSeverity } from '#kernel/outcome.ts';
import type { Party } from './inspection.ts';
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

/** Scripts and hosts of a shop’s payment page; what was never authorised or has changed comes first. */
export async function readInventory(db: Tx, org: OrgId, shop: `shop_${string}`) {
  const tables = inspectTables(db);
  const scripts = await tables.selectFrom('inspect_scripts').selectAll().where('org_id', '=', org).where('shop_id', '=', shop).execute();
  const hosts = await tables.selectFrom('inspect_hosts').selectAll().where('org_id', '=', org).where('shop_id', '=', shop).execute();
  return { scripts: scripts.sort((a, b) => Number(isAuthorised(a)) - Number(isAuthorised(b)) || a.url.localeCompare(b.url)), hosts };
}

export type ScriptRow = Awaited<ReturnType<typeof readInventory>>['scripts'][number];

/** Whether the script is as it was when a person said why it is there. Inline scripts are recognised by their shape, which is their key. */
export function isAuthorised(script: { readonly authorised_hash: string | null; readonly hash: string; readonly party: Party }): boolean {
  if (script.authorised_hash === null) return false;
  return script.party === 'inline' || script.party === 'eval' || script.authorised_hash === script.hash;
}

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
