import { readConfig } from '../../src/app/config.ts';
import { type RunningShopbell, startShopbell } from '../../src/app/start-shopbell.ts';
import type { Scope } from '../../src/engines/verb.ts';
import type { OrgId, ShopId } from '../../src/kernel/ids.ts';
import { makeId } from '../../src/kernel/ids.ts';
import { addSource, createOrganisation, registerShop } from '../../src/registry/index.ts';

/** Starts a whole Shopbell in `folder` with one practice shop; `follow` lets it read a log from then on. */
export async function openBenchShop(
  folder: string,
): Promise<{ readonly running: RunningShopbell; readonly org: OrgId; readonly shop: ShopId; follow(path: string): Promise<void> }> {
  const running = await startShopbell(readConfig({ SHOPBELL_DATA: folder, SHOPBELL_PORT: '0', SHOPBELL_LOG: 'error' }, folder));
  const { house } = running;
  const org = makeId('org', Date.now(), house.random.bytes(16));
  const scope: Scope = { house, org, actor: { kind: 'system', id: 'bench', role: 'system' } };
  await createOrganisation(scope, { name: 'Bench' });
  const { shop } = await registerShop(scope, {
    name: 'Bench',
    url: 'http://127.0.0.1:9',
    platform: 'practice',
    allowPrivate: true,
    timeZone: 'UTC',
    country: 'PL',
    contact: { name: 'Bench', address: 'bench@practice-shop.test', phone: '' },
    privacyContact: { name: 'Bench', address: 'bench@practice-shop.test' },
  });
  return {
    running,
    org,
    shop,
    follow: async (path) => {
      await addSource(scope, { kind: 'file', shop, name: 'log', path });
    },
  };
}
