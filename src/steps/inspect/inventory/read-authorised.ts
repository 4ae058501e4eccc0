import type { Tx } from '#engines/state/types.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { type Authorised, isMade } from '../inspection.ts';
import { inspectTables } from '../store.ts';
import { readInventory } from './read-inventory.ts';

type Expired = NonNullable<Authorised['expired']>[number];

/** What people said of a shop’s payment page, as it holds at this moment; null when nobody has said anything yet. */
export async function readAuthorised(db: Tx, org: OrgId, shop: ShopId, now: Date): Promise<Authorised | null> {
  const { scripts, hosts, headers, vendors, saidOfHeaders } = await readInventory(db, org, shop, now);
  const decided = [...scripts, ...hosts, ...headers].some(
    (item) => item.authorised_at !== null || ('rejected_at' in item && item.rejected_at !== null),
  );
  if (!decided && vendors.length === 0) return null;
  const versions = await inspectTables(db)
    .selectFrom('inspect_script_versions')
    .select(['key', 'hash', 'shape', 'named', 'sketch'])
    .where('org_id', '=', org)
    .where('shop_id', '=', shop)
    .where('authorised_at', 'is not', null)
    .execute();
  const live = new Map(
    scripts.filter((script) => script.authorised_at !== null && script.rejected_at === null).map((row) => [row.key, row]),
  );
  const expired = <T extends { until: Date | null }>(kind: Expired['kind'], rows: readonly T[], keyOf: (row: T) => string): Expired[] =>
    rows.flatMap((row) => (row.until !== null && row.until <= now ? [{ kind, key: keyOf(row), until: row.until.toISOString() }] : []));
  return {
    scripts: versions.flatMap(({ key, hash, shape, named, sketch }) => {
      const script = live.get(key);
      return script === undefined
        ? []
        : {
            ...{ key, hash, party: script.party },
            ...(shape === '' ? {} : { shape }),
            ...(named === null ? {} : { named: named.hosts }),
            ...(sketch === null || !isMade(script) ? {} : { sketch }),
          };
    }),
    hosts: hosts.filter((host) => host.authorised_at !== null && host.rejected_at === null).map((row) => row.host),
    rejected: [
      ...scripts
        .filter((row) => row.rejected_at !== null)
        .map((row) => ({ kind: 'script' as const, key: row.key, reason: row.reason ?? '' })),
      ...hosts.filter((row) => row.rejected_at !== null).map((row) => ({ kind: 'host' as const, key: row.host, reason: row.reason ?? '' })),
    ],
    trusted: scripts.filter((row) => row.trust_changes && row.authorised_at !== null).map((row) => row.key),
    vendors: vendors.filter((row) => row.until === null || row.until > now).map((row) => row.domain),
    expired: [
      ...expired('script', [...live.values()], (row) => row.key),
      ...expired('host', hosts, (row) => row.host),
      ...expired('header', headers, (row) => row.name),
      ...expired('vendor', vendors, (row) => row.domain),
    ],
    headers: saidOfHeaders,
  };
}
