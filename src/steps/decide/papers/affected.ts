import { sql } from 'kysely';
import type { Tx } from '#engines/state/types.ts';
import type { CaseId } from '#kernel/ids.ts';
import { type Bounds, type Facts, listOf, peopleOf, placesOf } from '../checks/facts.ts';

/** What the case holds of people, as numbers. */
export interface Counted {
  /** People whose contact data the case holds. */
  readonly people: number;
  /** Records whose person nobody knows: each may be one more. */
  readonly unknownRecords: number;
  readonly countries: readonly { readonly code: string; readonly people: number }[];
  /** By group as the shop names it: how many belong, and of how many nobody could tell. */
  readonly groups: readonly { readonly group: string; readonly yes: number; readonly untold: number }[];
}

/** Counts the people of a case, a customer of several shops once. No name is read. */
export async function countAffected(db: Tx, id: CaseId, unknownRecords: number): Promise<Counted> {
  const countries = await sql<{ code: string; people: number }>`
    select country as code, count(distinct same_as)::int as people from case_people where case_id = ${id} group by country order by 2 desc, 1`.execute(
    db,
  );
  const groups = await sql<{ group: string; yes: number; untold: number }>`
    select g as "group", count(distinct same_as) filter (where flags ? g)::int as yes,
      count(distinct same_as) filter (where untold ? g and not flags ? g)::int as untold
    from case_people, unnest(array['protected-address', 'minor', 'health-inferring-goods', 'special-category-goods']) as g
    where case_id = ${id} group by g`.execute(db);
  const all = await sql<{ people: number }>`
    select count(distinct same_as)::int as people from case_people where case_id = ${id}`.execute(db);
  const people = all.rows[0]?.people ?? 0;
  return { people, unknownRecords, countries: countries.rows, groups: groups.rows };
}

export interface PlaceLine extends Bounds {
  /** ISO 3166; null: nobody knows where. */
  readonly code: string | null;
  /** How many the directory named there. */
  readonly found: number;
  /** Whether a person stated another number than was found. */
  readonly differs: boolean;
}

/** How many people live where, at least and at most: what was found and what was stated, whichever is more. Most people first. Pure. */
export function placesTable(counted: Counted, facts: Facts): PlaceLine[] {
  const { places, complete } = placesOf(facts);
  const all = peopleOf(facts);
  const found = new Map(counted.countries.map((row) => [row.code, row.people]));
  const lines = [...new Set([...found.keys(), ...Object.keys(places)])].map((code): PlaceLine => {
    const own = found.get(code) ?? 0;
    const stated = places[code];
    const atLeast = Math.max(own, stated?.atLeast ?? 0);
    // Whoever could not be matched to a person may live anywhere, unless somebody stated how many live here.
    const spare = all.atMost === null ? null : Math.max(0, all.atMost - counted.people);
    const most = stated && complete ? stated.atMost : spare === null ? null : own + spare;
    const differs =
      stated !== undefined && (own > (stated.atMost ?? own) || (counted.unknownRecords === 0 && own > 0 && own < stated.atLeast));
    return { code, found: own, atLeast, atMost: most === null ? null : Math.max(most, atLeast), differs };
  });
  const placed = lines.reduce((sum, line) => sum + line.atLeast, 0);
  const rest = { atLeast: Math.max(0, all.atLeast - placed), atMost: all.atMost === null ? null : Math.max(0, all.atMost - placed) };
  const nowhere: PlaceLine[] = rest.atMost === 0 ? [] : [{ code: null, found: 0, ...rest, differs: false }];
  return [...lines.sort((a, b) => b.atLeast - a.atLeast || (a.code ?? '').localeCompare(b.code ?? '')), ...nowhere];
}

export interface GroupLine {
  readonly group: string;
  /** Unknown is never no: `no` only when everybody could be told apart, or a person stated the whole list. */
  readonly answer: 'yes' | 'no' | 'unknown';
  /** How many belong as far as the shop tells. */
  readonly belongs: number;
  /** Of how many nobody can tell; null: nobody knows of how many. */
  readonly untold: number | null;
}

const tested = ['protected-address', 'minors', 'elderly', 'health-inferring-goods', 'special-category-goods'] as const;
const asShop: Readonly<Record<string, string>> = { minors: 'minor' };

/** The tests of sub-groups that are always made: does anybody belong to them, how many, of how many is it unknown? Pure. */
export function groupTests(counted: Counted, facts: Facts): GroupLine[] {
  const { items, complete } = listOf(facts, 'subgroups');
  const all = peopleOf(facts);
  const strangers = all.atMost === null ? null : Math.max(0, all.atMost - counted.people);
  return tested.map((group) => {
    const row = counted.groups.find((one) => one.group === (asShop[group] ?? group));
    const belongs = row?.yes ?? 0;
    // A group that no shop tells of is unknown of everybody.
    const untoldHere = row?.untold ?? counted.people;
    const untold = strangers === null ? null : untoldHere + strangers;
    if (items.includes(group) || belongs > 0) return { group, answer: 'yes', belongs, untold };
    if (complete && (facts.subgroups?.statedBy ?? 'shopbell') !== 'shopbell') return { group, answer: 'no', belongs, untold: 0 };
    return { group, answer: untold === 0 && counted.people > 0 ? 'no' : 'unknown', belongs, untold };
  });
}
