import { sql } from 'kysely';
import type { Tx } from '#engines/state/types.ts';
import type { CaseId, ShopId } from '#kernel/ids.ts';
import type { DataCategory } from '#kernel/people.ts';
import type { CountedPeople } from '../checks/facts-from-signals.ts';

/** What a case holds of the people of some of its shops, and how many records of each kind were looked up there. */
export interface ShopsCount {
  readonly people: CountedPeople;
  readonly records: Readonly<Record<string, number>>;
}

/** Counts the people and records of these shops in a case. No name is read. */
export async function countOfShops(db: Tx, id: CaseId, shops: readonly ShopId[], failed: string | null): Promise<ShopsCount> {
  const own = sql`case_id = ${id} and shop_id in (${sql.join([...shops])})`;
  const rows = async (query: ReturnType<typeof sql<{ item: string; n: number }>>) => (await query.execute(db)).rows;
  const countries = await rows(
    sql`select upper(country) as item, count(distinct same_as)::int as n from case_people where ${own} group by 1 order by 1`,
  );
  const [known] = await rows(sql`select '' as item, count(distinct same_as)::int as n from case_people where ${own}`);
  const flags = await rows(
    sql`select item, 0 as n from case_people, jsonb_array_elements_text(flags) as item where ${own} group by 1 order by 1`,
  );
  const untold = await rows(
    sql`select item, 0 as n from case_people, jsonb_array_elements_text(untold) as item where ${own} and not flags ? item group by 1 order by 1`,
  );
  const categories = await rows(
    sql`select item, 0 as n from case_records, jsonb_array_elements_text(categories) as item where ${own} group by 1 order by 1`,
  );
  const records = await rows(sql`select kind as item, count(*)::int as n from case_records where ${own} group by 1 order by 1`);
  const [unknown] = await rows(sql`select '' as item, count(*)::int as n from case_records where ${own} and person_id is null`);
  const names = (found: readonly { readonly item: string }[]) => found.map(({ item }) => item);
  return {
    people: {
      known: known?.n ?? 0,
      unknownRecords: unknown?.n ?? 0,
      failed,
      flags: names(flags),
      untold: names(untold),
      categories: names(categories) as DataCategory[],
      countries: Object.fromEntries(countries.map(({ item, n }) => [item, n])),
    },
    records: Object.fromEntries(records.map(({ item, n }) => [item, n])),
  };
}
