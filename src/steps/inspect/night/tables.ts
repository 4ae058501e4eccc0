import type { ColumnType } from 'kysely';
import type { Id, ShopId } from '#kernel/ids.ts';

/** One shop in one night. Neither finished nor missed: its turn is still to come, or it is being looked at. */
export interface NightTable {
  org_id: string;
  /** `2026-11-30`, in UTC: the day on which the night ends. */
  night: ColumnType<string, string, string>;
  shop_id: ShopId;
  due_at: Date;
  run_id: Id<'run'> | null;
  finished_at: Date | null;
  missed_at: Date | null;
  /** Why it was not reached, in one line. */
  reason: string | null;
}
