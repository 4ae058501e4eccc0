import { sql } from 'kysely';
import type { Ctx } from '#engines/verb.ts';
import { canonical } from '#kernel/event.ts';
import type { ShopId } from '#kernel/ids.ts';
import { type DataCategory, type TouchedRecord, UNNAMED_ACCOUNT } from '#kernel/people.ts';
import { listShops } from '#registry/index.ts';
import type { CountedPeople } from './checks/facts-from-signals.ts';
import { peopleLookedUp } from './events.ts';
import { keepPerson } from './keep-person.ts';
import { nameBearers } from './name-bearers.ts';
import { type CaseRow, decideTables } from './store.ts';

const CHUNK = 500;

/**
 * Looks up who is behind the touched records, for the purpose `find-affected`, each record once and at its own shop; the ledger says so. Cards
 * are sealed with the case's key as soon as they arrive. An account of which only the typed name is known is its bearer's, when that is one of these people. With `again`, records that the directory did not know before are asked for once more.
 */
export async function findPeople(ctx: Ctx, row: CaseRow, again: boolean): Promise<void> {
  const { wrapped_key: key, incident_id: incident, shop_id: shop } = row;
  if (key === null || incident === null || shop === null) return;
  if (again) await decideTables(ctx.db).deleteFrom('case_records').where('case_id', '=', row.id).where('person_id', 'is', null).execute();
  const unnamed = new Map<ShopId, Map<string, TouchedRecord>>();
  for await (const batch of ctx.house.ports.touchedRecords(ctx.org, incident)) {
    for (const [own, records] of Map.groupBy(batch, (record) => record.shop ?? shop)) {
      const accounts = unnamed.get(own) ?? new Map<string, TouchedRecord>();
      for (const record of records) if (record.kind === UNNAMED_ACCOUNT) accounts.set(record.ref, record);
      unnamed.set(own, accounts);
      for (let at = 0; at < records.length; at += CHUNK) await findChunk(ctx, row, { key, shop: own }, records.slice(at, at + CHUNK));
    }
  }
  for (const [own, accounts] of unnamed) await nameBearers(ctx, row, { key, shop: own, zone: await zoneOf(ctx, own) }, accounts);
  const { unknown } = await decideTables(ctx.db)
    .selectFrom('case_records')
    .select(sql<string>`count(*)`.as('unknown'))
    .where('case_id', '=', row.id)
    .where('person_id', 'is', null)
    .executeTakeFirstOrThrow();
  await decideTables(ctx.db)
    .updateTable('cases')
    .set({ unknown_records: Number(unknown), collected_at: ctx.now })
    .where('id', '=', row.id)
    .execute();
}

/** The case's key, and the shop whose directory is asked. */
interface Where {
  readonly key: string;
  readonly shop: ShopId;
}

async function findChunk(ctx: Ctx, row: CaseRow, { key, shop }: Where, records: readonly TouchedRecord[]): Promise<void> {
  const fresh = await unseen(ctx, row, shop, records);
  if (fresh.length === 0) return;
  const { people } = await ctx.house.ports.resolvePeople(ctx.org, shop, fresh);
  const byCustomer = Map.groupBy(
    fresh.filter((record) => people.has(record.ref)),
    (record) => people.get(record.ref)?.customer ?? '',
  );
  await ctx.record(peopleLookedUp, { case: row.id, purpose: 'find-affected', records: fresh.length, people: byCustomer.size }, row.id);
  const zone = await zoneOf(ctx, shop);
  const ids = new Map<string, string>();
  for (const [customer, own] of byCustomer) {
    const id = await keepPerson(ctx, row, key, { cards: people, zone, shop }, own);
    if (id !== null) ids.set(customer, id);
  }
  await decideTables(ctx.db)
    .insertInto('case_records')
    .values(
      fresh.map((record) => ({
        org_id: ctx.org,
        case_id: row.id,
        shop_id: shop,
        kind: record.kind,
        ref: record.ref,
        person_id: ids.get(people.get(record.ref)?.customer ?? '') ?? null,
        categories: JSON.stringify(record.categories),
      })),
    )
    .execute();
}

async function zoneOf(ctx: Ctx, shop: ShopId): Promise<string> {
  return (await listShops(ctx.db)).find((one) => one.id === shop)?.timeZone ?? 'UTC';
}

async function unseen(ctx: Ctx, row: CaseRow, shop: ShopId, records: readonly TouchedRecord[]): Promise<TouchedRecord[]> {
  const known = await decideTables(ctx.db)
    .selectFrom('case_records')
    .select(['kind', 'ref'])
    .where('case_id', '=', row.id)
    .where('shop_id', '=', shop)
    .where(
      'ref',
      'in',
      records.map((record) => record.ref),
    )
    .execute();
  const seen = new Set(known.map((record) => canonical([record.kind, record.ref])));
  return records.filter((record) => {
    const id = canonical([record.kind, record.ref]);
    return seen.has(id) ? false : seen.add(id) !== undefined;
  });
}

/** What is known about the people of a case, as counts. */
export async function countPeople(ctx: Ctx, row: CaseRow): Promise<CountedPeople> {
  const tables = decideTables(ctx.db);
  const { known } = await tables
    .selectFrom('case_people')
    .select(sql<string>`count(distinct same_as)`.as('known'))
    .where('case_id', '=', row.id)
    .executeTakeFirstOrThrow();
  const now = await tables
    .selectFrom('cases')
    .select(['unknown_records', 'collected_at'])
    .where('id', '=', row.id)
    .executeTakeFirstOrThrow();
  return {
    known: Number(known),
    unknownRecords: now.unknown_records,
    failed: now.collected_at === null ? 'the shop’s directory has not been asked yet' : null,
    flags: await distinct(ctx, row, 'case_people', 'flags'),
    untold: await untoldGroups(ctx, row),
    categories: (await distinct(ctx, row, 'case_records', 'categories')) as DataCategory[],
    countries: await byCountry(ctx, row),
  };
}

async function byCountry(ctx: Ctx, row: CaseRow): Promise<Record<string, number>> {
  const rows = await decideTables(ctx.db)
    .selectFrom('case_people')
    .select(['country', sql<string>`count(distinct same_as)`.as('people')])
    .where('case_id', '=', row.id)
    .groupBy('country')
    .orderBy('country')
    .execute();
  return Object.fromEntries(rows.map(({ country, people }) => [country.toUpperCase(), Number(people)]));
}

/** Groups of which nobody can tell of somebody whether they belong; one record that says yes is enough. */
async function untoldGroups(ctx: Ctx, row: CaseRow): Promise<string[]> {
  const { rows } = await sql<{ item: string }>`
    select distinct item from case_people, jsonb_array_elements_text(untold) as item
    where case_id = ${row.id} and not flags ? item order by item`.execute(ctx.db);
  return rows.map(({ item }) => item);
}

async function distinct(ctx: Ctx, row: CaseRow, table: 'case_people' | 'case_records', column: 'flags' | 'categories'): Promise<string[]> {
  const { rows } = await sql<{ item: string }>`
    select distinct jsonb_array_elements_text(${sql.ref(column)}) as item from ${sql.table(table)} where case_id = ${row.id} order by item`.execute(
    ctx.db,
  );
  return rows.map(({ item }) => item);
}
