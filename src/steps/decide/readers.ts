import { sql } from 'kysely';
import type { House, Ports } from '#engines/house.ts';
import type { Tx } from '#engines/state/types.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { CaseId, OrgId } from '#kernel/ids.ts';
import { type AffectedPerson, type CaseBrief, type DataCategory, dataCategories } from '#kernel/people.ts';
import type { FactName } from './checks/fact-table.ts';
import { choiceOf, type Fact, type Facts, listOf, peopleOf } from './checks/facts.ts';
import { shopsOfOneController } from './papers/shops-of-one-controller.ts';
import {
  type AwarenessRow,
  type CaseRow,
  type DecisionRow,
  decideTables,
  type RegisterRow,
  readVersion,
  type VersionRow,
} from './store.ts';

const BATCH = 1_000;

/** What a notice needs of a case; the app puts it behind the port `caseBrief`. */
export async function caseBrief(house: Pick<House, 'state'>, org: OrgId, id: CaseId): Promise<CaseBrief> {
  return house.state.inOrg(org, async (db) => {
    const row = await findCase(db, id);
    const { facts, outcome } = await readVersion(db, id);
    const known = new Set<string>(dataCategories);
    return {
      number: row.number,
      shop: row.shop_id,
      incident: row.incident_id,
      key: row.wrapped_key,
      band: outcome.severity.band,
      cause: choiceOf(facts, 'cause'),
      confidentiality: choiceOf(facts, 'confidentiality'),
      occurredFrom: instantOf(facts, 'occurredFrom'),
      occurredTo: instantOf(facts, 'occurredTo'),
      firstSignalAt: instantOf(facts, 'firstSignalAt'),
      categories: listOf(facts, 'categories').items.filter((item): item is DataCategory => known.has(item)),
      remedies: textOf(facts.remedies),
      people: peopleOf(facts),
    };
  });
}

/** The people of a case in batches, still sealed; the app puts it behind the port `affectedPeople`. */
export async function* affectedPeople(house: Pick<House, 'state'>, org: OrgId, id: CaseId): ReturnType<Ports['affectedPeople']> {
  const shops = await house.state.inOrg(org, (db) => shopsOfOneController(db, id));
  for (let after = ''; ; ) {
    const rows = await house.state.inOrg(org, (db) =>
      decideTables(db)
        .selectFrom('case_people')
        .select(['id', 'card', 'language', 'categories'])
        .where('case_id', '=', id)
        .$if(shops !== null, (people) => people.where('shop_id', 'in', shops ?? []))
        .where('id', '>', after)
        .orderBy('id')
        .limit(BATCH)
        .execute(),
    );
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
    yield rows satisfies readonly AffectedPerson[];
  }
}

/** One case of the organisation. Throws NOT_FOUND. */
export async function findCase(db: Tx, id: string): Promise<CaseRow> {
  const row = await decideTables(db)
    .selectFrom('cases')
    .selectAll()
    .where('id', '=', id as CaseId)
    .executeTakeFirst();
  if (!row) throw new ShopbellError('NOT_FOUND', { what: 'case' });
  return row;
}

/** Cases, newest first. */
export async function listCases(db: Tx): Promise<CaseRow[]> {
  return decideTables(db).selectFrom('cases').selectAll().orderBy('opened_at', 'desc').orderBy('id').execute();
}

/** Cases whose term is over and whose key is still there. */
export async function listCasesToShred(db: Tx, now: Date): Promise<CaseId[]> {
  const rows = await decideTables(db)
    .selectFrom('cases')
    .select('id')
    .where('shred_at', '<=', now)
    .where('wrapped_key', 'is not', null)
    .orderBy('shred_at')
    .execute();
  return rows.map((row) => row.id);
}

/** Decisions of a case, newest first. */
export async function listDecisions(db: Tx, id: CaseId): Promise<DecisionRow[]> {
  return decideTables(db).selectFrom('case_decisions').selectAll().where('case_id', '=', id).orderBy('number', 'desc').execute();
}

/** The register: every entry, or only each case's latest version. */
export async function listRegister(db: Tx, latest: boolean): Promise<RegisterRow[]> {
  const rows = await decideTables(db)
    .selectFrom('register_entries')
    .selectAll()
    .orderBy('number', 'desc')
    .orderBy('version', 'desc')
    .execute();
  return latest ? [...new Map(rows.toReversed().map((row) => [row.case_id, row])).values()].toReversed() : rows;
}

export interface PeopleCount {
  readonly by: 'language' | 'country' | 'flag';
  readonly value: string;
  readonly people: number;
}

/** How many people of a case per language, country and flag; a customer of several shops once. */
export async function countPeopleBy(db: Tx, id: CaseId): Promise<PeopleCount[]> {
  const { rows } = await sql<PeopleCount>`
    select 'language' as by, language as value, count(distinct same_as)::int as people from case_people where case_id = ${id} group by language
    union all select 'country', country, count(distinct same_as)::int from case_people where case_id = ${id} group by country
    union all select 'flag', flag, count(distinct same_as)::int from case_people, jsonb_array_elements_text(flags) as flag where case_id = ${id} group by flag
    order by 1, 3 desc, 2`.execute(db);
  return rows;
}

function instantOf(facts: Facts, name: 'occurredFrom' | 'occurredTo' | 'firstSignalAt'): Date | null {
  const text = textOf(facts[name]);
  return text === null ? null : new Date(text);
}

function textOf(fact: Fact | undefined): string | null {
  return fact && fact.certainty !== 'unknown' && typeof fact.value === 'string' ? fact.value : null;
}

/** Ids of the cases somebody has decided. */
export async function listDecidedCases(db: Tx): Promise<ReadonlySet<string>> {
  const rows = await decideTables(db).selectFrom('case_decisions').select('case_id').distinct().execute();
  return new Set(rows.map((row) => row.case_id));
}

/** What people said since when the organisation is aware, newest first. */
export async function listAwareness(db: Tx, id: CaseId): Promise<AwarenessRow[]> {
  return decideTables(db).selectFrom('case_awareness').selectAll().where('case_id', '=', id).orderBy('number', 'desc').execute();
}

/** The versions of a case without their facts, oldest first. */
export async function listVersions(db: Tx, id: CaseId): Promise<Pick<VersionRow, 'version' | 'at' | 'stated_by' | 'changed'>[]> {
  return decideTables(db)
    .selectFrom('case_versions')
    .select(['version', 'at', 'stated_by', 'changed'])
    .where('case_id', '=', id)
    .orderBy('version')
    .execute();
}

/** One statement of a fact. */
export interface Statement {
  readonly version: number;
  readonly at: Date;
  readonly by: string;
  readonly fact: Fact | null;
}

/** Who said what of one fact and when, newest first. */
export async function readHistory(db: Tx, id: CaseId, name: FactName): Promise<Statement[]> {
  const rows = await decideTables(db)
    .selectFrom('case_versions')
    .select(['version', 'at', 'stated_by', sql<Fact | null>`facts -> ${name}`.as('fact')])
    .where('case_id', '=', id)
    .where(sql<boolean>`changed ? ${name}`)
    .orderBy('version', 'desc')
    .execute();
  return rows.map(({ version, at, stated_by, fact }) => ({ version, at, by: stated_by, fact }));
}
