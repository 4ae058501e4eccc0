import type { House } from '#engines/house.ts';
import { messageOf } from '#kernel/errors.ts';
import type { OrgId } from '#kernel/ids.ts';
import { rowOfSeen, type Seen, type SeenRow } from '#personal-data/index.ts';
import { findShop } from '#registry/index.ts';
import type { WatchCheck } from './store.ts';

const MOST_WAITING = 20_000;

/** As it is stored: keyed hashes, nothing in the clear. */
export function rowOfSighting({ secrets }: Pick<House, 'secrets'>, { org, shop }: WatchCheck, seen: Seen): SeenRow {
  return rowOfSeen({ shop, source: 'watch', mac: (purpose, text) => secrets.mac(org, purpose, text) }, seen);
}

/** Addresses and contacts of a shop: nobody's data when they stand in its answers. */
export async function ownWordsOf({ state }: Pick<House, 'state'>, { org, shop: id }: WatchCheck): Promise<readonly string[]> {
  const shop = await state.inOrg(org, (db) => findShop(db, id));
  return [shop.url, shop.contact.address, `phone ${shop.contact.phone}`, shop.privacyContact.address];
}

/** What checks saw that belongs to somebody, written in batches to telemetry, where detect counts it. */
export function openSightings(house: House) {
  let waiting: { readonly org: OrgId; readonly row: SeenRow }[] = [];
  return {
    add(check: WatchCheck, seen: Seen): void {
      waiting.push({ org: check.org, row: rowOfSighting(house, check, seen) });
    },
    async flush(): Promise<void> {
      const batch = waiting.slice(-MOST_WAITING);
      waiting = [];
      for (const [org, rows] of Map.groupBy(batch, ({ org }) => org)) {
        try {
          await house.telemetry.insert(
            org,
            'sightings',
            rows.map(({ row }) => row),
          );
        } catch (thrown) {
          house.log.warn('what was seen in answers could not be stored and waits', { reason: messageOf(thrown), rows: rows.length });
          waiting = [...rows, ...waiting];
        }
      }
    },
  };
}
