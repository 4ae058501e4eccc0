import type { ColumnType, Generated, Kysely } from 'kysely';
import type { Db } from '#engines/state/types.ts';

type Big = ColumnType<string, number, number>;
type BigDefault = ColumnType<string, number | undefined, number>;
type Json<T> = ColumnType<T, string | undefined, string>;

/** A rejected line as a person may see it. */
export interface RejectedSample {
  readonly at: string;
  readonly reason: string;
  readonly offset: number;
  readonly sample: string;
}

export type SourceState = 'following' | 'waiting' | 'stalled' | 'missing' | 'unreadable';

export type IntakeTables = {
  intake_files: {
    org_id: string;
    source_id: string;
    file_id: string;
    nth: Generated<string>;
    path: string;
    device: string;
    inode: string;
    head: string;
    head_bytes: number;
    committed: Big;
    planned: ColumnType<string | null, number | null, number | null>;
    done: boolean;
    first_seen: Date;
    updated_at: Date;
  };
  intake_health: {
    org_id: string;
    source_id: string;
    shop_id: string;
    state: SourceState;
    reason: ColumnType<string, string | undefined, string>;
    lines_read: BigDefault;
    lines_stored: BigDefault;
    bytes_read: BigDefault;
    rejected: Json<Readonly<Record<string, number>>>;
    samples: Json<readonly RejectedSample[]>;
    lag_bytes: BigDefault;
    last_line_at: Date | null;
    first_seen: Date;
    updated_at: Date;
  };
};

/** Intake's tables, typed, on any connection. */
export function intakeTables(db: Db): Kysely<IntakeTables> {
  return db.withTables<IntakeTables>();
}
