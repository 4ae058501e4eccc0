import type { Tx } from '#engines/state/types.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { PlaceId } from '../store.ts';
import { placeTables } from './store.ts';

/** Refuses a place that is not there, and a job's beats from elsewhere: a job calls here. Throws INPUT_INVALID. */
export async function checkPlace(db: Tx, place: PlaceId | null, kind: string): Promise<void> {
  if (place === null) return;
  if (kind === 'heartbeat') throw new ShopbellError('INPUT_INVALID', { reason: 'place: a job calls here, from wherever it runs' });
  if (kind === 'prometheus')
    throw new ShopbellError('INPUT_INVALID', {
      reason: 'place: metrics are scraped from here; from elsewhere a Prometheus there can send them (remote write)',
    });
  const known = await placeTables(db)
    .selectFrom('watch_places')
    .select('place_id')
    .where('place_id', '=', place)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  if (!known) throw new ShopbellError('INPUT_INVALID', { reason: 'place: there is none like this' });
}
