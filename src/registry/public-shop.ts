import { sql } from 'kysely';
import type { State } from '#engines/state/types.ts';
import { shopOf } from './store.ts';
import { registryTables } from './tables.ts';
import type { Shop } from './types.ts';

const TAIL = 8;

/** How a shop stands in the address of its customers' pages: its name, readable, and the end of its id, which makes it unique. */
export function publicSlug(shop: Pick<Shop, 'id' | 'name'>): string {
  const name = shop.name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ł/g, 'l')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  const tail = shop.id.slice(-TAIL).toLowerCase();
  return name === '' ? tail : `${name}-${tail}`;
}

/** The shop of a customers' page, or `null`. Only the end of the slug counts, so that old links live on when a shop is renamed. */
export async function findPublicShop(state: State, slug: string): Promise<Shop | null> {
  const tail = slug.slice(-TAIL).toUpperCase();
  if (!/^[0-9A-HJKMNP-TV-Z]{8}$/.test(tail)) return null;
  const rows = await state.everywhere((db) =>
    registryTables(db).selectFrom('shops').selectAll().where(sql<boolean>`right(shop_id, ${TAIL}) = ${tail}`).limit(2).execute(),
  );
  const [row] = rows;
  return row && rows.length === 1 ? shopOf(row) : null;
}
