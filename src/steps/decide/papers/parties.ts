import type { ColumnType, Kysely } from 'kysely';
import type { Db, Tx } from '#engines/state/types.ts';
import type { CaseId, ShopId } from '#kernel/ids.ts';
import type { CaseCategory } from '../checks/fact-table.ts';

/** Who else is responsible in a case, as a person stated it last. */
export type PartyRow = {
  org_id: string;
  case_id: CaseId;
  party: number;
  version: number;
  /** A controller whose data a processor holds, or one that decides jointly. */
  kind: 'controller' | 'joint';
  name: string;
  contact: string;
  language: 'en' | 'pl' | 'de' | 'ja';
  /** The part of the shops that it makes more exact; null: named by hand alone. */
  shop_id: ShopId | null;
  /** Null: not stated. */
  people_at_least: number | null;
  people_at_most: number | null;
  categories: CaseCategory[];
  measures: string;
  /** Hours after the processor became aware, as the contract says; null: none is agreed. */
  tell_within_hours: number | null;
  /** Of a joint controller: whether it is the one that tells the authority. */
  reports: 'yes' | 'no' | 'unknown';
  arrangement: string;
  withdrawn: boolean;
  stated_by: string;
  stated_at: Date;
};

type PartyTables = {
  case_parties: Omit<PartyRow, 'categories'> & { categories: ColumnType<CaseCategory[], string, string> };
};

/** The table of a case's parties. */
export function partyTables(db: Db): Kysely<PartyTables> {
  return db.withTables<PartyTables>();
}

/** Every statement about the parties of a case, oldest first. */
export async function listPartyVersions(db: Tx, id: CaseId): Promise<PartyRow[]> {
  return partyTables(db).selectFrom('case_parties').selectAll().where('case_id', '=', id).orderBy('party').orderBy('version').execute();
}

/** The parties of a case as they stand, without those that were taken back. */
export async function listParties(db: Tx, id: CaseId): Promise<PartyRow[]> {
  const latest = new Map((await listPartyVersions(db, id)).map((row) => [row.party, row]));
  return [...latest.values()].filter((row) => !row.withdrawn);
}
