import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { House } from '#engines/house.ts';
import { isId, type OrgId } from '#kernel/ids.ts';
import type { Witness } from '../ask-witness.ts';
import { openSecrets } from '../check-secrets.ts';
import type { Look } from '../checks/follow-flapping.ts';
import { keepLooks } from '../keep-measurements.ts';
import { rowOfSighting } from '../keep-sightings.ts';
import { readRecentLooks } from '../read-recent-looks.ts';
import { checkOf, type PlaceId, type WatchCheck, watchTables } from '../store.ts';
import { hashOfToken } from '../verbs/add-check.ts';
import { noteCertificates } from '../verbs/note-certificates.ts';
import { noteStates } from '../verbs/note-states.ts';
import { knowJourneys } from './know-journeys.ts';
import { knowShops } from './know-shops.ts';
import type { Sync, SyncAnswer, SyncTaken } from './protocol.ts';
import { placeTables } from './store.ts';

export interface Prober {
  readonly org: OrgId;
  readonly place: PlaceId;
}

/** Whose key it is; `null`: nobody's, or of a place that was removed. The key begins with the organisation's id, so that only its rows are looked at. */
export async function findProber(house: Pick<House, 'state'>, key: string): Promise<Prober | null> {
  const org = key.slice(0, key.indexOf('.'));
  if (!isId('org', org) || key.length > 200) return null;
  const row = await house.state.inOrg(org, (db) =>
    placeTables(db)
      .selectFrom('watch_places')
      .select('place_id')
      .where('org_id', '=', org)
      .where('key_hash', '=', hashOfToken(key))
      .where('removed_at', 'is', null)
      .executeTakeFirst(),
  );
  return row === undefined ? null : { org, place: row.place_id };
}

const MOST_ASKS = 100;

/**
 * Takes what a prober saw and tells it what to look at. Only its own checks' looks are kept; what it saw while it was cut off comes later, with
 * the times at which it was seen. Resolves when everything is durable.
 */
export async function answerProber(
  house: House,
  { org, place }: Prober,
  sync: SyncTaken,
  witnesses: readonly Witness[],
): Promise<SyncAnswer> {
  const checks = await house.state.inOrg(org, (db) => takeChecks(db, org, place));
  const own = new Map(checks.map((check) => [check.id, check]));
  const looks = sync.looks.flatMap(({ check: id, ...look }) => {
    const check = own.get(id);
    return check === undefined ? [] : [{ ...look, check }];
  });
  await keepLooks(house, looks, `prober ${place} ${sync.batch}`);
  const notes = sync.notes.filter((note) => own.has(note.check));
  const scope = { house, org, actor: { kind: 'system', id: place, role: 'system' } } as const;
  if (notes.length > 0) await noteStates(scope, { notes });
  const seen = (sync.certificates ?? []).filter((one) => own.has(one.check));
  if (seen.length > 0) await noteCertificates(scope, { seen });
  await keepSeen(house, org, own, sync, `prober ${place} ${sync.batch}`);
  const asks = await house.state.inOrg(org, (db) => exchange(db, house, { org, place }, sync));
  const journeys = await knowJourneys(house, checks);
  const shops = await knowShops(house, checks);
  const more = ({ id, shop }: WatchCheck) => ({ controlled: journeys.get(id)?.controlled === true, own: [...(shops.get(shop) ?? [])] });
  const revision = revisionOf(checks, more);
  const isNew = revision !== sync.revision;
  const recent = isNew ? await readRecentLooks(house, checks) : new Map<string, readonly Look[]>();
  return {
    revision,
    checks: isNew ? checks.map((check) => ({ ...workOf(house, check, recent.get(check.id) ?? []), ...more(check) })) : null,
    asks: asks.map(({ ask, check }) => ({
      ask,
      target: check.target,
      allowPrivate: check.allowPrivate,
      secrets: openSecrets(house, check),
    })),
    witnesses: [...witnesses],
    unproven: checks.flatMap(({ id: check }) => {
      const what = journeys.get(check)?.unproven ?? null;
      return what === null ? [] : [{ check, what }];
    }),
  };
}

/** What it saw of somebody in answers is stored as keyed hashes; a batch that comes twice is stored once. */
async function keepSeen(
  house: House,
  org: OrgId,
  own: ReadonlyMap<string, WatchCheck>,
  { seen = [] }: SyncTaken,
  token: string,
): Promise<void> {
  const rows = seen.flatMap(({ check: id, ...one }) => {
    const check = own.get(id);
    return check === undefined ? [] : [rowOfSighting(house, check, one)];
  });
  if (rows.length > 0) await house.telemetry.insert(org, 'sightings', rows, { token });
}

type Db = Parameters<Parameters<House['state']['inOrg']>[1]>[0];

async function takeChecks(db: Db, org: OrgId, place: PlaceId): Promise<WatchCheck[]> {
  const rows = await watchTables(db)
    .selectFrom('watch_checks')
    .selectAll()
    .where('org_id', '=', org)
    .where('place_id', '=', place)
    .where('removed_at', 'is', null)
    .where('paused', '=', false)
    .orderBy('check_id')
    .execute();
  return rows.map(checkOf);
}

/** Notes that it was heard, takes its answers, and returns what it shall look at once. */
async function exchange(db: Db, { clock }: House, { org, place }: Prober, { answers, lost }: Pick<Sync, 'answers' | 'lost'>) {
  const tables = placeTables(db);
  await tables
    .updateTable('watch_places')
    .set({ seen_at: clock.now(), lost: sql`lost + ${lost}` })
    .where('org_id', '=', org)
    .where('place_id', '=', place)
    .execute();
  for (const { ask, saw, reason } of answers)
    await tables.updateTable('watch_place_asks').set({ saw, reason }).where('ask_id', '=', ask).where('place_id', '=', place).execute();
  const open = await tables
    .selectFrom('watch_place_asks')
    .select(['ask_id', 'check_id'])
    .where('org_id', '=', org)
    .where('place_id', '=', place)
    .where('saw', 'is', null)
    .limit(MOST_ASKS)
    .execute();
  if (open.length === 0) return [];
  const rows = await watchTables(db)
    .selectFrom('watch_checks')
    .selectAll()
    .where(
      'check_id',
      'in',
      open.map((one) => one.check_id),
    )
    .where('removed_at', 'is', null)
    .execute();
  const known = new Map(rows.map((row) => [row.check_id, checkOf(row)]));
  return open.flatMap(({ ask_id: ask, check_id }) => {
    const check = known.get(check_id);
    return check === undefined ? [] : [{ ask, check }];
  });
}

/** Changes when a check comes, goes or is told something else; not when its state does. */
function revisionOf(checks: readonly WatchCheck[], more: (check: WatchCheck) => unknown): string {
  const told = checks.map((check) => {
    const { id, name, target, everyMs, failures, dependsOn, allowPrivate, secrets } = check;
    return [id, name, target, everyMs, failures, dependsOn, allowPrivate, secrets, more(check)];
  });
  return createHash('sha256').update(JSON.stringify(told)).digest('base64url').slice(0, 22);
}

function workOf(house: House, check: WatchCheck, looks: readonly Look[]): NonNullable<SyncAnswer['checks']>[number] {
  const { id, name, target, everyMs, failures, allowPrivate, dependsOn, standing } = check;
  return {
    ...{ id, name, target, everyMs, failures, allowPrivate, dependsOn: [...dependsOn], secrets: { ...openSecrets(house, check) } },
    ...{
      state: standing.state,
      since: standing.since.toISOString(),
      reason: standing.reason,
      lastAt: standing.lastAt?.toISOString() ?? null,
      flapping: standing.flapping && { ...standing.flapping, since: standing.flapping.since.toISOString() },
      looks: looks.map(({ at, up }) => ({ at: at.toISOString(), up })),
    },
  };
}
