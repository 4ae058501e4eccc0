import type { ColumnType, Kysely } from 'kysely';
import { z } from 'zod';
import type { JourneyRun } from '#engines/journeys/types.ts';
import type { Db, Tx } from '#engines/state/types.ts';
import type { CheckId, Id, OrgId } from '#kernel/ids.ts';

export type JourneyRunId = Id<'run'>;

type JourneyTables = {
  watch_journey_runs: {
    org_id: OrgId;
    run_id: JourneyRunId;
    check_id: CheckId;
    at: Date;
    outcome: JourneyRun['outcome'];
    reason: string;
    failed: string | null;
    ms: number;
    told: ColumnType<unknown, string, never>;
  };
  watch_journey_orders: { org_id: OrgId; check_id: CheckId; order_ref: string; placed_at: Date };
  watch_journey_files: { org_id: OrgId; run_id: JourneyRunId; nth: number; title: string; media: string; bytes: Buffer };
};

/** Kept journeys, typed, on any connection. */
export function journeyTables(db: Db): Kysely<JourneyTables> {
  return db.withTables<JourneyTables>();
}

/** What of a journey stands in one column. */
export const toldShape = z.object({
  steps: z.array(
    z.object({
      title: z.string(),
      line: z.number().nullable(),
      within: z.array(z.string()),
      at: z.number(),
      ms: z.number(),
      error: z.string().nullable(),
    }),
  ),
  requests: z.array(
    z.object({
      url: z.string(),
      method: z.string(),
      type: z.string(),
      status: z.number().nullable(),
      at: z.number(),
      ms: z.number().nullable(),
      bytes: z.number().nullable(),
      failure: z.string().nullable(),
    }),
  ),
  complaints: z.array(z.string()),
  told: z.record(z.string(), z.string()),
});

export interface KeptRun extends z.output<typeof toldShape> {
  readonly id: JourneyRunId;
  readonly check: CheckId;
  readonly at: Date;
  readonly outcome: JourneyRun['outcome'];
  readonly reason: string;
  readonly failed: string | null;
  readonly ms: number;
  readonly files: readonly { readonly nth: number; readonly title: string; readonly media: string }[];
}

type RunRow = Pick<KeptRun, 'id' | 'at' | 'outcome' | 'reason' | 'ms'>;

/** The journeys of a check that are kept, newest first. */
export async function listRuns(db: Tx, org: OrgId, check: CheckId): Promise<RunRow[]> {
  const rows = await journeyTables(db)
    .selectFrom('watch_journey_runs')
    .select(['run_id', 'at', 'outcome', 'reason', 'ms'])
    .where('org_id', '=', org)
    .where('check_id', '=', check)
    .orderBy('at', 'desc')
    .limit(30)
    .execute();
  return rows.map(({ run_id: id, ...row }) => ({ id, ...row }));
}

/** One kept journey with the names of its files; `null`: it is not there. */
export async function readRun(db: Tx, org: OrgId, id: JourneyRunId): Promise<KeptRun | null> {
  const tables = journeyTables(db);
  const row = await tables
    .selectFrom('watch_journey_runs')
    .selectAll()
    .where('org_id', '=', org)
    .where('run_id', '=', id)
    .executeTakeFirst();
  if (!row) return null;
  const files = await tables
    .selectFrom('watch_journey_files')
    .select(['nth', 'title', 'media'])
    .where('org_id', '=', org)
    .where('run_id', '=', id)
    .orderBy('nth')
    .execute();
  const { check_id: check, at, outcome, reason, failed, ms } = row;
  return { id, check, at, outcome, reason, failed, ms, files, ...toldShape.parse(row.told) };
}

/** A picture or trace. */
export async function readRunFile(
  db: Tx,
  org: OrgId,
  id: JourneyRunId,
  nth: number,
): Promise<{ readonly media: string; readonly bytes: Buffer } | null> {
  const row = await journeyTables(db)
    .selectFrom('watch_journey_files')
    .select(['media', 'bytes'])
    .where('org_id', '=', org)
    .where('run_id', '=', id)
    .where('nth', '=', nth)
    .executeTakeFirst();
  return row ?? null;
}
