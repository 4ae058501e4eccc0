// Starts the web role of a Shopbell in the folder given, says where it takes telemetry and with which key; then for each line on standard
// input: `cpu` says the CPU-seconds of this process, ClickHouse included; `alone TABLE` says what ClickHouse alone takes to insert the rows
// that TABLE holds from a file of its own format, without what counts them; `count TABLE` says how many there are.
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Session } from 'chdb';
import { readConfig } from '../../src/app/config.ts';
import { startShopbell } from '../../src/app/start-shopbell.ts';
import { makeId } from '../../src/kernel/ids.ts';
import { createOrganisation, makeKey, registerShop } from '../../src/registry/index.ts';

const [folder = '.'] = process.argv.slice(2);
const env = { SHOPBELL_DATA: folder, SHOPBELL_PORT: '0', SHOPBELL_LOG: 'error', SHOPBELL_ROLES: 'web' };
const running = await startShopbell(readConfig(env, folder));
const { house } = running;
const scope = {
  house,
  org: makeId('org', Date.now(), house.random.bytes(16)),
  actor: { kind: 'system', id: 'bench', role: 'system' },
} as const;
await createOrganisation(scope, { name: 'Bench' });
const { shop } = await registerShop(scope, {
  ...{ name: 'Bench', url: 'http://127.0.0.1:9', platform: 'practice', allowPrivate: true, timeZone: 'UTC', country: 'PL' },
  contact: { name: 'Bench', address: 'bench@practice-shop.test', phone: '' },
  privacyContact: { name: 'Bench', address: 'bench@practice-shop.test' },
});
const { text } = await makeKey(scope, { name: 'bench', permissions: ['send-telemetry'], shop });
const say = (value: unknown): boolean => process.stdout.write(`${JSON.stringify(value)}\n`);
const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
say({ url: running.url.replace('localhost', '127.0.0.1'), key: text });

for await (const line of createInterface({ input: process.stdin })) {
  const [word, table = ''] = line.split(' ');
  if (word === 'cpu') say(cpu());
  if (word === 'count') say((await house.telemetry.query<{ n: number }>(scope.org, `select count() as n from @${table}`))[0]?.n ?? 0);
  if (word === 'alone') say(alone(table));
}
await running.stop();

function alone(table: string): number {
  const session = new Session(join(folder, 'telemetry'));
  const file = join(folder, `${table}.native`);
  session.query(`select * from ${table} into outfile '${file}' truncate format Native`);
  session.query(`create table alone_${table} as ${table}`);
  const begun = cpu();
  session.query(`insert into alone_${table} select * from file('${file}', Native) settings max_threads = 1, max_insert_threads = 1`);
  return cpu() - begun;
}
