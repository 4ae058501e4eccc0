import { sql } from 'kysely';
import type { House } from '#engines/house.ts';
import { ledgerTables } from '#engines/ledger/tables.ts';
import type { Tx } from '#engines/state/types.ts';
import { messageOf } from '#kernel/errors.ts';
import { type CheckId, isId, type OrgId, type ShopId } from '#kernel/ids.ts';
import type { ShopChange } from '#kernel/shop-change.ts';
import { listReleases } from '../releases/store.ts';
import { watchTables } from '../store.ts';
import { changeKinds, changeOfEntry, kindsOfChecks, type NamedCheck } from './change-of-entry.ts';
import { readToldChanges } from './read-told-changes.ts';

/** How many lines a chart bears. */
const MOST = 20;
const MOST_READ = 500;

interface Asked {
  readonly org: OrgId;
  readonly shop: ShopId;
  readonly from: Date;
  readonly to: Date;
  /** Also checks that failed and recovered. */
  readonly states: boolean;
}

/**
 * What changed at a shop in that time, the last twenty, oldest first: releases, certificates, how it is watched and by whom, what the shop tells of
 * its own configuration, incidents. What the shop tells is left out where telemetry does not answer.
 */
export async function readShopChanges(house: Pick<House, 'state' | 'telemetry' | 'log'>, asked: Asked): Promise<readonly ShopChange[]> {
  const noted = await house.state.inOrg(asked.org, (db) => readNotedChanges(db, asked));
  const told = await readToldChanges(house.telemetry, asked).catch((thrown: unknown) => {
    house.log.warn('what a shop tells of its configuration could not be read', { shop: asked.shop, reason: messageOf(thrown) });
    return [];
  });
  return [...noted, ...told].sort((a, b) => a.at.getTime() - b.at.getTime()).slice(-MOST);
}

async function readNotedChanges(db: Tx, { shop, from, to, states }: Asked): Promise<ShopChange[]> {
  const kinds = changeKinds.filter((kind) => states || kind !== 'watch.state-changed');
  const entries = await ledgerTables(db)
    .selectFrom('ledger')
    .select(['at', 'kind', 'actor', 'payload', 'subject'])
    .where('kind', 'in', kinds)
    .where('at', '>=', from)
    .where('at', '<=', to)
    .where((where) => where.or([where(sql<string>`payload->>'shop'`, '=', shop), where('kind', 'in', [...kindsOfChecks])]))
    .orderBy('seq', 'desc')
    .limit(MOST_READ)
    .execute();
  const checks = await readChecks(
    db,
    entries.flatMap(({ kind, subject }) => (kindsOfChecks.includes(kind) && isId('chk', subject) ? [subject] : [])),
  );
  const noted = entries.flatMap((entry) => changeOfEntry(entry, shop, (id) => checks.get(id)) ?? []);
  const releases = (await listReleases(db, shop, from)).flatMap(({ at, version, link }): ShopChange[] =>
    at <= to ? [{ at, what: 'release', name: version, href: link, by: null }] : [],
  );
  return [...releases, ...withoutRegistration(noted)];
}

/** Also of checks that were removed. */
async function readChecks(db: Tx, ids: readonly CheckId[]): Promise<ReadonlyMap<string, NamedCheck>> {
  if (ids.length === 0) return new Map();
  const rows = await watchTables(db)
    .selectFrom('watch_checks')
    .select(['check_id', 'shop_id', 'name'])
    .where('check_id', 'in', [...ids])
    .execute();
  return new Map(rows.map((row) => [row.check_id, { shop: row.shop_id, name: row.name }]));
}

/** What nobody did is not told by whom: the checks that a new shop begins with are no change of it. */
function withoutRegistration(noted: readonly ShopChange[]): readonly ShopChange[] {
  return noted.filter(({ what, by }) => what !== 'check-added' || by !== null);
}
