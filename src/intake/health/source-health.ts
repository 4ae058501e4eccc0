import type { Scope } from '#engines/verb.ts';
import { MINUTE } from '#kernel/time.ts';
import { intakeTables, type RejectedSample, type SourceState } from '../intake-tables.ts';

/** How one source stands. */
export interface SourceHealth {
  readonly source: string;
  readonly shop: string;
  readonly state: SourceState;
  /** Why it is not following, in words. */
  readonly reason: string;
  /** Lines (or events) read: stored and rejected. */
  readonly read: number;
  readonly stored: number;
  readonly bytes: number;
  readonly rejected: Readonly<Record<string, number>>;
  /** The newest rejected lines, redacted. */
  readonly samples: readonly RejectedSample[];
  readonly lagBytes: number;
  /** Seconds since the newest stored line happened, while something is still unread; else 0. */
  readonly lagSeconds: number;
  readonly lastLineAt: Date | null;
  readonly updatedAt: Date;
}

const STALLED_AFTER = MINUTE;

/** How each source of the organisation stands; a source that never sent anything is not in it. */
export async function sourceHealth(scope: Scope): Promise<SourceHealth[]> {
  const now = scope.house.clock.now().getTime();
  const rows = await scope.house.state.inOrg(scope.org, (db) =>
    intakeTables(db).selectFrom('intake_health').selectAll().orderBy('source_id').execute(),
  );
  return rows.map((row) => {
    const lagBytes = Number(row.lag_bytes);
    const stalled = lagBytes > 0 && row.state === 'following' && now - row.updated_at.getTime() > STALLED_AFTER;
    return {
      source: row.source_id,
      shop: row.shop_id,
      state: stalled ? 'stalled' : row.state,
      reason: row.reason,
      read: Number(row.lines_read),
      stored: Number(row.lines_stored),
      bytes: Number(row.bytes_read),
      rejected: row.rejected,
      samples: row.samples,
      lagBytes,
      lagSeconds: lagBytes > 0 && row.last_line_at ? Math.max(0, Math.round((now - row.last_line_at.getTime()) / 1000)) : 0,
      lastLineAt: row.last_line_at,
      updatedAt: row.updated_at,
    };
  });
}
