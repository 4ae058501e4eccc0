// A whole Shopbell that takes in one log: says `begin` when the source is added and `done` when every line is stored and judged.
import { readConfig } from '../../src/app/config.ts';
import { startShopbell } from '../../src/app/start-shopbell.ts';
import { makeId } from '../../src/kernel/ids.ts';
import { addSource, createOrganisation, registerShop } from '../../src/registry/index.ts';

const [folder = '', path = '', lines = '0'] = process.argv.slice(2);
const running = await startShopbell(readConfig({ SHOPBELL_DATA: folder, SHOPBELL_PORT: '0', SHOPBELL_LOG: 'error' }, folder));
const { house } = running;
const org = makeId('org', Date.now(), house.random.bytes(16));
const scope = { house, org, actor: { kind: 'system', id: 'bench', role: 'system' } } as const;
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
process.stdout.write('begin\n');
await addSource(scope, { kind: 'file', shop, name: 'log', path });
for (let stored = 0; stored < Number(lines); await house.clock.sleep(200)) {
  const rows = await house.telemetry.query<{ n: number }>(org, 'select count() as n from @requests');
  stored = Number(rows[0]?.n ?? 0);
}
await house.clock.sleep(3_000);
process.stdout.write('done\n');
await new Promise<void>((resolve) => process.once('SIGTERM', () => resolve()));
await running.stop();
process.exit(0);
