import { sql } from 'kysely';
import type { Db } from '#engines/state/types.ts';
import type { ShopId } from '#kernel/ids.ts';

export interface SubscriberCount {
  readonly confirmed: number;
  /** Asked, and not answered yet. */
  readonly waiting: number;
  /** Browsers that hear. */
  readonly push: number;
  /** Mails of the last days that were not taken for good. */
  readonly failed: number;
}

/** How many people get a shop's news by mail and in their browser. */
export async function countSubscribers(db: Db, shop: ShopId): Promise<SubscriberCount> {
  const { rows } = await sql<{ confirmed: string; push: string; waiting: string; failed: string }>`
    select count(*) filter (where confirmed_at is not null and channel = 'mail') as confirmed,
      count(*) filter (where channel = 'push') as push, count(*) filter (where confirmed_at is null) as waiting,
      (select count(*) from watch_status_mails where shop_id = ${shop} and state in ('failed', 'unknown')) as failed
    from watch_status_subscribers where shop_id = ${shop}`.execute(db);
  const [row] = rows;
  return {
    confirmed: Number(row?.confirmed ?? 0),
    waiting: Number(row?.waiting ?? 0),
    push: Number(row?.push ?? 0),
    failed: Number(row?.failed ?? 0),
  };
}
