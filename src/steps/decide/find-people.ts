import { sql } from 'kysely';
import type { Ctx } from '#engines/verb.ts';
import { belongsTo, dayIn } from '#kernel/belongs-to.ts';
import { canonical } from '#kernel/event.ts';
import type { ShopId } from '#kernel/ids.ts';
import { type DataCategory, legalGroups, type PersonCard, type TouchedRecord } from '#kernel/people.ts';
import { listShops } from '#registry/index.ts';
import type { CountedPeople } from './checks/facts-from-signals.ts';
import { peopleLookedUp } from './events.ts';
import { type CaseRow, decideTables } from './store.ts';

const CHUNK = 500;

/**
 * Looks up who is behind the touched records, for the purpose `find-affected`, each record once; the ledger says so. Cards are sealed with the case's key
 * as soon as they arrive. With `again`, records that the directory did not know before are asked for once more.
 */
export async function findPeople(ctx: Ctx, row: CaseRow, again: boolean): Promise<void> {
  const { wrapped_key: key, incident_id: incident, shop_id: shop } = row;
  if (key === null || incident === null || shop === null) return;
  if (again) await decideTables(ctx.db).deleteFrom('case_records').where('case_id', '=', row.id).where('person_id', 'is', null).execute();
  for await (const batch of ctx.house.ports.touchedRecords(ctx.org, incident)) {
    for (let at = 0; at < batch.length; at += CHUNK) await findChunk(ctx, row, { key, shop }, batch.slice(at, at + CHUNK));
  }
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
  const fresh = await unseen(ctx, row, records);
  if (fresh.length === 0) return;
  const { people } = await ctx.house.ports.resolvePeople(ctx.org, shop, fresh);
  const byCustomer = Map.groupBy(
    fresh.filter((record) => people.has(record.ref)),
    (record) => people.get(record.ref)?.customer ?? '',
  );
  await ctx.record(peopleLookedUp, { case: row.id, purpose: 'find-affected', records: fresh.length, people: byCustomer.size }, row.id);
  const zone = (await listShops(ctx.db)).find((one) => one.id === shop)?.timeZone ?? 'UTC';
  const ids = new Map<string, string>();
  for (const [customer, own] of byCustomer) {
    const id = await keepPerson(ctx, row, key, { cards: people, zone }, own);
    if (id !== null) ids.set(customer, id);
  }
  await decideTables(ctx.db)
    .insertInto('case_records')
    .values(
      fresh.map((record) => ({
        org_id: ctx.org,
        case_id: row.id,
        kind: record.kind,
        ref: record.ref,
        person_id: ids.get(people.get(record.ref)?.customer ?? '') ?? null,
        categories: JSON.stringify(record.categories),
      })),
    )
    .execute();
}

async function unseen(ctx: Ctx, row: CaseRow, records: readonly TouchedRecord[]): Promise<TouchedRecord[]> {
  const known = await decideTables(ctx.db)
    .selectFrom('case_records')
    .select(['kind', 'ref'])
    .where('case_id', '=', row.id)
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

/** Who is behind the records of a chunk, by reference, and the shop's time zone: a birthday begins there. */
interface Known {
  readonly cards: ReadonlyMap<string, PersonCard>;
  readonly zone: string;
}

async function keepPerson(
  ctx: Ctx,
  row: CaseRow,
  key: string,
  { cards, zone }: Known,
  own: readonly TouchedRecord[],
): Promise<string | null> {
  const card = cards.get(own[0]?.ref ?? '');
  if (card === undefined) return null;
  const categories = [...new Set(own.flatMap((record) => record.categories))];
  const answered = (answer: 'yes' | 'unknown') =>
    legalGroups.filter((group) =>
      own.some((record) => belongsTo(cards.get(record.ref) ?? card, group, dayIn(record.first, zone)) === answer),
    );
  const { secrets } = ctx.house;
  const kept = await decideTables(ctx.db)
    .insertInto('case_people')
    .values({
      org_id: ctx.org,
      case_id: row.id,
      id: ctx.newId('aff'),
      customer_hash: secrets.mac(ctx.org, 'case-person', `${row.id} ${card.customer}`),
      card: secrets.sealWith(key, JSON.stringify(card)),
      language: card.language,
      country: card.country,
      flags: JSON.stringify(answered('yes')),
      untold: JSON.stringify(answered('unknown')),
      categories: JSON.stringify(categories),
      records: own.length,
      first_read: new Date(Math.min(...own.map((record) => record.first.getTime()))),
      last_read: new Date(Math.max(...own.map((record) => record.last.getTime()))),
    })
    .onConflict((conflict) =>
      conflict.columns(['org_id', 'case_id', 'customer_hash']).doUpdateSet({
        flags: sql`(select coalesce(jsonb_agg(distinct flag), '[]') from jsonb_array_elements(case_people.flags || excluded.flags) as flag)`,
        untold: sql`(select coalesce(jsonb_agg(distinct one), '[]') from jsonb_array_elements(case_people.untold || excluded.untold) as one)`,
        categories: sql`(select jsonb_agg(distinct kind) from jsonb_array_elements(case_people.categories || excluded.categories) as kind)`,
        records: sql<number>`case_people.records + excluded.records`,
        first_read: sql<Date>`least(case_people.first_read, excluded.first_read)`,
        last_read: sql<Date>`greatest(case_people.last_read, excluded.last_read)`,
      }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return kept.id;
}

/** What is known about the people of a case, as counts. */
export async function countPeople(ctx: Ctx, row: CaseRow): Promise<CountedPeople> {
  const tables = decideTables(ctx.db);
  const { known } = await tables
    .selectFrom('case_people')
    .select(sql<string>`count(*)`.as('known'))
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
    .select(['country', sql<string>`count(*)`.as('people')])
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
