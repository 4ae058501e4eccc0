import type { ColumnType, Kysely } from 'kysely';
import type { Actor } from '#kernel/event.ts';
import type { Db } from '../state/types.ts';

type Json<T> = ColumnType<T, string, never>;

type LedgerTables = {
  ledger: {
    org_id: string;
    seq: ColumnType<string, number, never>;
    id: string;
    kind: string;
    at: Date;
    actor: Json<Actor>;
    subject: string | null;
    cause: string | null;
    payload: Json<unknown>;
    previous: string;
    hash: string;
  };
  ledger_heads: { org_id: string; seq: ColumnType<string, number, number>; hash: string };
  ledger_cursors: {
    org_id: string;
    consumer: string;
    seq: ColumnType<string, number, number>;
    attempts: number;
    last_error: string | null;
    retry_at: Date | null;
  };
};

/** The ledger's tables, typed, on any connection. */
export function ledgerTables(db: Db): Kysely<LedgerTables> {
  return db.withTables<LedgerTables>();
}
