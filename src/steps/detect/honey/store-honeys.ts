import type { Selectable } from 'kysely';
import type { Db } from '#engines/state/types.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { Id, ShopId } from '#kernel/ids.ts';
import { detectTables, type HoneyTable } from '../tables.ts';
import type { Honey } from './honey.ts';

export type HoneyId = Id<'honey'>;
export type HoneyRow = Selectable<HoneyTable>;

/** Every honey customer of the organisation that is not retired, by shop and place. */
export function listHoneys(db: Db): Promise<HoneyRow[]> {
  return detectTables(db)
    .selectFrom('detect_honeys')
    .selectAll()
    .where('retired_at', 'is', null)
    .orderBy('shop_id')
    .orderBy('place')
    .orderBy('id')
    .execute();
}

/** One honey customer. Throws NOT_FOUND. */
export async function takeHoney(db: Db, id: HoneyId): Promise<HoneyRow> {
  const row = await detectTables(db).selectFrom('detect_honeys').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new ShopbellError('NOT_FOUND', { what: 'honey customer' });
  return row;
}

/** A shop's honey customers that stand in their places, as rules know them. */
export async function watchedHoneys(db: Db, shop: ShopId): Promise<Honey[]> {
  const rows = await detectTables(db)
    .selectFrom('detect_honeys')
    .select(['id', 'place', 'marks', 'placed_at'])
    .where('shop_id', '=', shop)
    .where('retired_at', 'is', null)
    .where('placed_at', 'is not', null)
    .orderBy('id')
    .execute();
  return rows.flatMap((row) => (row.placed_at === null ? [] : [{ id: row.id, place: row.place, marks: row.marks, since: row.placed_at }]));
}
