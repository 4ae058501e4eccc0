import type { House } from '#engines/house.ts';
import { messageOf } from '#kernel/errors.ts';
import type { DataMap } from './data-map/compile-data-map.ts';
import { loadDataMap } from './data-map/load-data-map.ts';

const maps = new Map<string, DataMap>();

/** The shipped data map of a platform, compiled once; the generic one when there is none. */
export async function mapForPlatform(house: Pick<House, 'log'>, platform: string): Promise<DataMap> {
  const known = maps.get(platform);
  if (known) return known;
  const map = await loadOrGeneric(house, platform);
  maps.set(platform, map);
  return map;
}

async function loadOrGeneric(house: Pick<House, 'log'>, platform: string): Promise<DataMap> {
  try {
    return await loadDataMap(/^[a-z][a-z0-9-]*$/.test(platform) ? platform : 'generic');
  } catch (thrown) {
    house.log.warn('no data map for this platform; the generic one is used', { platform, reason: messageOf(thrown) });
    return loadDataMap('generic');
  }
}
