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

/**
 * Why a sender was turned away: it showed neither certificate nor token; its certificate, its token is of no source; the source of its token
 * wants another certificate; it spoke no TLS; it opened too many connections; what it sent was no syslog.
 */
export type RefusalReason = 'no-mark' | 'certificate' | 'token' | 'other-certificate' | 'no-tls' | 'too-many' | 'bad-frame';

export type IntakeTables = {
  intake_refused_senders: {
    org_id: string;
    remote: string;
    fingerprint: string;
    reason: RefusalReason;
    source_id: string;
    times: Big;
    first_seen: Date;
    last_seen: Date;
  };
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
