import { sql } from 'kysely';
import type { Tx } from '#engines/state/types.ts';
import type { CaseId } from '#kernel/ids.ts';
import type { TableState } from '#web/read-table-state.ts';
import { decideTables, type RegisterEntry, type RegisterRow } from '../store.ts';
import { endOf, readRules } from './rules.ts';

/** An entry with its link; of one whose time is over only the link is left. */
export interface LinkedEntry {
  readonly seq: number;
  readonly id: RegisterRow['id'];
  readonly case_id: CaseId;
  readonly number: string;
  readonly version: number;
  readonly content_hash: string;
  readonly previous: string;
  readonly hash: string;
  readonly ended_at: Date | null;
  readonly content: { readonly written_by: string; readonly at: Date; readonly entry: RegisterEntry } | null;
}

/** The register in the order of its chain; all of it, or what concerns one case. */
export async function readLinked(db: Tx, id?: CaseId): Promise<LinkedEntry[]> {
  const all = decideTables(db)
    .selectFrom('register_chain as c')
    .leftJoin('register_entries as e', (join) => join.onRef('e.id', '=', 'c.entry_id').onRef('e.org_id', '=', 'c.org_id'))
    .selectAll('c')
    .select(['e.written_by', 'e.at', 'e.entry'])
    .orderBy('c.seq');
  const rows = await (id === undefined ? all : all.where('c.case_id', '=', id)).execute();
  return rows.map(({ org_id: _org, entry_id, seq, written_by, at, entry, ...link }) => ({
    ...link,
    id: entry_id,
    seq: Number(seq),
    content: written_by === null || at === null || entry === null ? null : { written_by, at, entry },
  }));
}

export interface RegisterLine extends RegisterRow {
  /** When the case's entries end; null while it is open. */
  readonly ends: Date | null;
}

export interface RegisterPart {
  readonly lines: readonly RegisterLine[];
  /** How many fit over all pages. */
  readonly total: number;
}

const sorts: Readonly<Record<string, string>> = {
  number: 'r.number',
  title: "lower(r.entry->>'title')",
  aware: "r.entry->>'awareAt'",
  people: "(r.entry->'people'->>'atLeast')::bigint",
  ends: 'c.closed_at',
};

/** One page of the register: each case's latest version, searched, sorted and cut by the database, so that thousands of entries stay quick. */
export async function readRegisterPage(db: Tx, state: TableState, pageSize: number): Promise<RegisterPart> {
  const words = state.find
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const fits = words.map(
    (word) => sql`lower(concat_ws(' ', r.number, r.entry->>'title', r.entry->>'effects', r.entry->>'remedies', r.entry->>'deviation',
      r.entry->'decision'->>'reason', r.entry->'filings', r.entry->'byLaw'->'laws')) like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`,
  );
  const where = fits.length === 0 ? sql`true` : sql.join(fits, sql` and `);
  const order = sql.raw(`${sorts[state.sort ?? ''] ?? 'r.number'} ${state.sort === null || state.descending ? 'desc' : 'asc'} nulls last`);
  const from = sql`from (select distinct on (case_id) * from register_entries order by case_id, version desc) r
    left join cases c on c.org_id = r.org_id and c.id = r.case_id where ${where}`;
  const rules = await readRules(db);
  const counted = await sql<{ total: string }>`select count(*) as total ${from}`.execute(db);
  const { rows } = await sql<RegisterRow & { closed_at: Date | null }>`select r.*, c.closed_at ${from}
    order by ${order}, r.number desc limit ${pageSize} offset ${(state.page - 1) * pageSize}`.execute(db);
  const lines = rows.map(({ closed_at, ...row }) => ({ ...row, ends: endOf(closed_at, rules) }));
  return { lines, total: Number(counted.rows[0]?.total ?? 0) };
}

/** Closed cases whose entries' time is over and are still there. */
export async function listCasesToEnd(db: Tx, now: Date): Promise<CaseId[]> {
  const rules = await readRules(db);
  const rows = await decideTables(db)
    .selectFrom('cases as c')
    .innerJoin('register_entries as e', 'e.case_id', 'c.id')
    .select(['c.id', 'c.closed_at'])
    .distinct()
    .where('c.closed_at', '<=', now)
    .execute();
  return rows.filter(({ closed_at }) => (endOf(closed_at, rules) ?? now) < now).map((row) => row.id);
}
