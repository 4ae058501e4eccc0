import type { Scope } from '#engines/verb.ts';
import { listShops, listSources } from '#registry/index.ts';
import { sourceHealth } from './health/source-health.ts';
import type { ShownSource } from './views/source-views.tsx';

/** Every registered source with how it stands. */
export async function shownSources(scope: Scope): Promise<ShownSource[]> {
  const health = new Map((await sourceHealth(scope)).map((one) => [one.source, one]));
  return scope.house.state.inOrg(scope.org, async (db) => {
    const shops = new Map((await listShops(db)).map((shop) => [shop.id, shop]));
    return (await listSources(db)).map((source) => ({
      source,
      shopName: shops.get(source.shop)?.name ?? source.shop,
      platform: shops.get(source.shop)?.platform ?? '',
      health: health.get(source.id) ?? null,
    }));
  });
}
