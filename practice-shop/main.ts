import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { enumerateOrders } from './attacks/enumerate-orders.ts';
import { exportCustomers } from './attacks/export-customers.ts';
import { injectSkimmer } from './attacks/inject-skimmer.ts';
import { lookAlike } from './attacks/look-alike.ts';
import { loseOrders } from './attacks/lose-orders.ts';
import { stuffCredentials } from './attacks/stuff-credentials.ts';
import { takeDump } from './attacks/take-dump.ts';
import { openPracticeShop, type PracticeShop } from './open-practice-shop.ts';
import { sendVisitors } from './visitors.ts';

const attacks: Readonly<Record<string, (shop: PracticeShop, signal: AbortSignal) => Promise<unknown>>> = {
  'enumerate-orders': (shop, signal) => enumerateOrders(shop, { signal }),
  'stuff-credentials': (shop, signal) => stuffCredentials(shop, { signal }),
  'export-customers': (shop, signal) => exportCustomers(shop, { signal }),
  'take-dump': (shop, signal) => takeDump(shop, { signal }),
  'inject-skimmer': (shop) => injectSkimmer(shop),
  'lose-orders': (shop, signal) => loseOrders(shop, { signal }),
  'look-alike': (shop) => lookAlike(shop),
};

function whole(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new InvalidArgumentError('must be a whole number');
  return number;
}

interface Given {
  readonly port: number;
  readonly seed: string;
  readonly folder?: string;
  readonly attack?: string;
  readonly traffic?: boolean;
  readonly perSecond: number;
  readonly otlp?: string;
  readonly otlpKey?: string;
}

function tell(shop: PracticeShop): void {
  const customer = shop.world.customers[20];
  console.log(`The practice shop is open at ${shop.url}

  a customer   ${customer?.email}   ${customer?.password}
  staff        ${shop.admin.email}   ${shop.admin.password}
  access log   ${shop.logPath}
  directory    ${shop.directory.url}   key ${shop.directory.key}
  neighbours   gateway ${shop.urls.gateway}  courier ${shop.urls.courier}  crm ${shop.urls.crm}  erp ${shop.urls.erp}
  its scripts  ${shop.urls.scripts}

Everything in it is made up. Ctrl-C closes it.`);
}

async function run(given: Given): Promise<void> {
  const attack = given.attack ? attacks[given.attack] : undefined;
  if (given.attack && !attack) {
    console.error(`There is no attack “${given.attack}”. There are: ${Object.keys(attacks).join(', ')}.`);
    process.exitCode = 2;
    return;
  }
  const folder = given.folder ?? mkdtempSync(join(tmpdir(), 'practice-shop-'));
  const otlp = given.otlp ? { otlpUrl: given.otlp, ...(given.otlpKey ? { otlpKey: given.otlpKey } : {}) } : {};
  const shop = await openPracticeShop({ folder, seed: given.seed, port: given.port, ...otlp }).catch((error: Error) => error);
  if (shop instanceof Error) {
    console.error(`The practice shop could not open: ${shop.message}. If the port is taken, try --port 0.`);
    process.exitCode = 3;
    return;
  }
  const stop = new AbortController();
  const stopped = new Promise<void>((resolve) => stop.signal.addEventListener('abort', () => resolve()));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  tell(shop);
  const visitors = given.traffic ? sendVisitors(shop, { signal: stop.signal, perSecond: given.perSecond }) : null;
  if (attack) console.log(`\n${given.attack} is done. What it did:\n${JSON.stringify(await attack(shop, stop.signal), null, 2)}`);
  await stopped;
  const stats = await visitors;
  if (stats) console.log(`\n${stats.visits} visits, ${stats.requests} requests.`);
  await shop.close();
  process.exit(0);
}

await new Command('practice-shop')
  .description('A small made-up shop to rehearse on, with its gateway, courier, CRM and ERP. Listens on 127.0.0.1 only.')
  .option('--port <number>', 'port of the shop; 0 takes a free one', whole, 4600)
  .option('--seed <text>', 'the same seed gives the same customers, orders and passwords', '1')
  .option('--folder <path>', 'where its log and journals go; a new temporary folder unless told')
  .option('--traffic', 'send ordinary visitors')
  .option('--per-second <number>', 'requests a second of those visitors', whole, 10)
  .option('--attack <name>', `run one attack: ${Object.keys(attacks).join(', ')}`)
  .option('--otlp <url>', 'send audit events to this OTLP/HTTP receiver')
  .option('--otlp-key <key>', 'bearer key for it')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .action(run)
  .parseAsync();
