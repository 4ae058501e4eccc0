// A whole Shopbell that follows one log: says `begin` when the source is added and `signal ADDRESS MS` for each signal it raises.
import { readConfig } from '../../src/app/config.ts';
import { startShopbell } from '../../src/app/start-shopbell.ts';
import { followLedger } from '../../src/cli/drill/follow-ledger.ts';
import { makeId } from '../../src/kernel/ids.ts';
import { addSource, createOrganisation, registerShop } from '../../src/registry/index.ts';
import { signalRaised } from '../../src/steps/detect/events.ts';

const [folder = '', path = ''] = process.argv.slice(2);
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
await addSource(scope, { kind: 'file', shop, name: 'log', path });
const ledger = await followLedger(house, org);
let ended = false;
process.once('SIGTERM', () => {
  ended = true;
});
process.stdout.write('begin\n');
for (let told = 0; !ended; await house.clock.sleep(500)) {
  const raised = await ledger.all(signalRaised);
  for (const entry of raised.slice(told)) process.stdout.write(`signal ${entry.payload.actor.address ?? ''} ${entry.at.getTime()}\n`);
  told = raised.length;
}
await ledger.stop();
await running.stop();
process.exit(0);
