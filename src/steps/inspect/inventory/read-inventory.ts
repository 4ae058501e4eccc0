import type { Tx } from '#engines/state/types.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { isMade } from '../inspection.ts';
import { inspectTables } from '../store.ts';
import { isOpen, type Standing, standingOf, standings } from './standing-of.ts';
import { vendorOf } from './vendor-of.ts';

/** Scripts, hosts and headers of a shop’s payment page with how each stands; what somebody has to look at comes first. */
export async function readInventory(db: Tx, org: OrgId, shop: ShopId, now: Date) {
  const tables = inspectTables(db);
  const scripts = await tables.selectFrom('inspect_scripts').selectAll().where('org_id', '=', org).where('shop_id', '=', shop).execute();
  const hosts = await tables.selectFrom('inspect_hosts').selectAll().where('org_id', '=', org).where('shop_id', '=', shop).execute();
  const headers = await tables.selectFrom('inspect_headers').selectAll().where('org_id', '=', org).where('shop_id', '=', shop).execute();
  const vendors = await tables.selectFrom('inspect_vendors').selectAll().where('org_id', '=', org).where('shop_id', '=', shop).execute();
  const changed = await changedKeys(db, org, shop);
  const trusted = new Set(vendors.filter((row) => row.until === null || row.until > now).map((row) => row.domain));
  const isTrusted = (url: string) => trusted.has(vendorOf(url) ?? '');
  return {
    scripts: inOrder(
      scripts.map((row) => {
        const same = !changed.has(row.key);
        return { ...row, standing: standingOf(row, { now, same, trusted: row.trust_changes || (!isMade(row) && isTrusted(row.url)) }) };
      }),
      (row) => row.url,
    ),
    hosts: inOrder(
      hosts.map((row) => ({
        ...row,
        standing: standingOf({ ...row, present: true }, { now, same: true, trusted: isTrusted(`https://${row.host}`) }),
      })),
      (row) => row.host,
    ),
    headers: inOrder(
      headers.filter(isThere).map((row) => ({
        ...row,
        standing: standingOf(
          { ...row, rejected_at: null, present: true },
          { now, same: row.value === row.authorised_value, trusted: false },
        ),
      })),
      (row) => row.name,
    ),
    vendors,
    /** What people said of every header, also that it may be missing. */
    saidOfHeaders: Object.fromEntries(headers.flatMap((row) => (row.authorised_value === null ? [] : [[row.name, row.authorised_value]]))),
    /** Whether the page was ever seen: without that an empty list says nothing. */
    looked: headers.length > 0 || scripts.length > 0,
  };
}

export type Inventory = Awaited<ReturnType<typeof readInventory>>;
export type ScriptRow = Inventory['scripts'][number];
export type HostRow = Inventory['hosts'][number];
export type HeaderRow = Inventory['headers'][number];

/** A header that the page does not have and need not have is no part of the list. */
function isThere({ value, authorised_value }: { readonly value: string; readonly authorised_value: string | null }): boolean {
  return value !== '' || (authorised_value ?? '') !== '';
}

/** How many of them somebody has to look at. */
export function countOpen({ scripts, hosts, headers }: Pick<Inventory, 'scripts' | 'hosts' | 'headers'>): number {
  return [...scripts, ...hosts, ...headers].filter(({ standing }) => isOpen(standing)).length;
}

/** Keys of scripts of which a content is on the page that nobody authorised, and that differs by more than its values. */
async function changedKeys(db: Tx, org: OrgId, shop: ShopId): Promise<ReadonlySet<string>> {
  const rows = await inspectTables(db)
    .selectFrom('inspect_script_versions')
    .select(['key', 'shape', 'named', 'authorised_at', 'present'])
    .where('org_id', '=', org)
    .where('shop_id', '=', shop)
    .where((eb) => eb.or([eb('present', '=', true), eb('authorised_at', 'is not', null)]))
    .execute();
  const changed = rows.filter((row) => {
    if (!row.present || row.authorised_at !== null) return false;
    const authorised = rows.filter((other) => other.key === row.key && other.authorised_at !== null);
    return !authorised.some((other) => isOnlyValues(other, row) || (isMadeKey(row.key) && isUnread(other, row)));
  });
  return new Set(changed.map((row) => row.key));
}

/** A script of the page itself: one shape is one script, whatever values it carries. */
function isMadeKey(key: string): boolean {
  return /^(inline|eval):/.test(key);
}

/** Of one shape, and one of them was never read: then nothing tells them apart. */
function isUnread(before: Shaped, after: Shaped): boolean {
  return before.shape === after.shape && (before.shape === '' || before.named === null || after.named === null);
}

function isOnlyValues(before: Shaped, after: Shaped): boolean {
  if (before.shape === '' || before.shape !== after.shape || before.named === null || after.named === null) return false;
  const known = before.named.hosts;
  return after.named.hosts.every((host) => known.includes(host));
}

interface Shaped {
  readonly shape: string;
  readonly named: { readonly hosts: readonly string[] } | null;
}

function inOrder<R extends { readonly standing: Standing }>(rows: readonly R[], nameOf: (row: R) => string): R[] {
  return rows.toSorted((a, b) => standings.indexOf(a.standing) - standings.indexOf(b.standing) || nameOf(a).localeCompare(nameOf(b)));
}
