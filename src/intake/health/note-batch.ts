import { sql } from 'kysely';
import type { Tx } from '#engines/state/types.ts';
import { intakeTables, type RejectedSample, type SourceState } from '../intake-tables.ts';
import type { RejectedLine } from '../read-request-lines.ts';

export interface BatchNote {
  readonly org: string;
  readonly source: string;
  readonly shop: string;
  readonly now: Date;
  readonly stored: number;
  readonly rejected: readonly RejectedLine[];
  readonly bytes: number;
  readonly lagBytes: number;
  /** When the newest stored line happened. */
  readonly lastLineAt: Date | null;
}

const SAMPLES = 20;

/** PostgreSQL channel on which each stored batch is told, as `org shop`. */
export const INTAKE_CHANNEL = 'shopbell_intake';

/** Adds one batch to the counters of its source, in the transaction that also makes the batch count. */
export async function noteBatch(db: Tx, note: BatchNote): Promise<void> {
  const counts: Record<string, number> = {};
  for (const line of note.rejected) counts[line.reason] = (counts[line.reason] ?? 0) + 1;
  const samples: RejectedSample[] = note.rejected.slice(-SAMPLES).map((line) => ({ at: note.now.toISOString(), ...line }));
  const tables = intakeTables(db);
  const lines = note.stored + note.rejected.length;
  await tables
    .insertInto('intake_health')
    .values({
      org_id: note.org,
      source_id: note.source,
      shop_id: note.shop,
      state: 'following',
      reason: '',
      lines_read: lines,
      lines_stored: note.stored,
      bytes_read: note.bytes,
      rejected: JSON.stringify(counts),
      samples: JSON.stringify(samples),
      lag_bytes: note.lagBytes,
      last_line_at: note.lastLineAt,
      first_seen: note.now,
      updated_at: note.now,
    })
    .onConflict((conflict) =>
      conflict.columns(['org_id', 'source_id']).doUpdateSet({
        state: 'following',
        reason: '',
        lines_read: sql`intake_health.lines_read + excluded.lines_read`,
        lines_stored: sql`intake_health.lines_stored + excluded.lines_stored`,
        bytes_read: sql`intake_health.bytes_read + excluded.bytes_read`,
        rejected: sql`(select coalesce(jsonb_object_agg(reason, n), '{}') from (
          select reason, sum(count::bigint) as n from (
            select * from jsonb_each_text(intake_health.rejected) as old(reason, count)
            union all select * from jsonb_each_text(excluded.rejected) as new(reason, count)
          ) both_of group by reason) summed)`,
        samples: sql`(select coalesce(jsonb_agg(sample), '[]') from (
          select sample from jsonb_array_elements(intake_health.samples || excluded.samples) with ordinality as every(sample, nth)
          order by nth desc limit ${sql.lit(SAMPLES)}) newest)`,
        lag_bytes: sql`excluded.lag_bytes`,
        last_line_at: sql`greatest(intake_health.last_line_at, excluded.last_line_at)`,
        updated_at: note.now,
      }),
    )
    .execute();
  await sql`select pg_notify(${INTAKE_CHANNEL}, ${`${note.org} ${note.shop}`})`.execute(db);
}

/** Says how a source stands when no batch tells it: it waits, is missing, cannot be read. */
export async function noteState(
  db: Tx,
  note: {
    readonly org: string;
    readonly source: string;
    readonly shop: string;
    readonly now: Date;
    readonly state: SourceState;
    readonly reason: string;
    readonly lagBytes: number;
  },
): Promise<void> {
  await intakeTables(db)
    .insertInto('intake_health')
    .values({
      org_id: note.org,
      source_id: note.source,
      shop_id: note.shop,
      state: note.state,
      reason: note.reason,
      lag_bytes: note.lagBytes,
      last_line_at: null,
      first_seen: note.now,
      updated_at: note.now,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['org_id', 'source_id'])
        .doUpdateSet({ state: note.state, reason: note.reason, lag_bytes: note.lagBytes, updated_at: note.now }),
    )
    .execute();
}
