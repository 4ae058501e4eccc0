import type { Db } from '#engines/state/types.ts';
import { type SubscriberId, statusTables } from './store.ts';

/** Deletes subscribers with all that waits for them and all that was sent to them. */
export async function forgetSubscribers(db: Db, subscribers: readonly SubscriberId[]): Promise<void> {
  if (subscribers.length === 0) return;
  await statusTables(db).deleteFrom('watch_status_mails').where('subscriber_id', 'in', subscribers).execute();
  await statusTables(db).deleteFrom('watch_status_subscribers').where('subscriber_id', 'in', subscribers).execute();
}
