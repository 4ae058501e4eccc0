import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '#app/config.ts';
import { type RunningShopbell, startShopbell } from '#app/start-shopbell.ts';
import { enumerateOrders } from '#practice-shop/attacks/enumerate-orders.ts';
import { openPracticeShop, type PracticeShop } from '#practice-shop/open-practice-shop.ts';
import { sendVisitors } from '#practice-shop/visitors.ts';
import type { DrillAccount } from './account.ts';
import { checkStations } from './check-stations.ts';
import { followLedger } from './follow-ledger.ts';
import { setUpShop } from './set-up-shop.ts';
import { tellMoments } from './tell-moments.ts';
import { walkTheWay } from './walk-the-way.ts';

export interface DrillOptions {
  readonly customers: number;
  /** Order numbers that the attack tries. */
  readonly tried: number;
  readonly keep: boolean;
  readonly say: (line: string) => void;
}

const ORDINARY_TRAFFIC_MS = 4_000;
const PER_SECOND = 40;

/** Rehearses the whole way in a temporary folder. Throws only when something could not even start. */
export async function runDrill(options: DrillOptions): Promise<DrillAccount> {
  const begun = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-drill-'));
  try {
    const account = await rehearse(folder, options, begun);
    return { ...account, folder: options.keep ? folder : null };
  } finally {
    if (!options.keep) rmSync(folder, { recursive: true, force: true });
  }
}

async function rehearse(folder: string, options: DrillOptions, begun: number): Promise<Omit<DrillAccount, 'folder'>> {
  options.say('drill: Shopbell and the practice shop start in a temporary folder …');
  const config = readConfig({ SHOPBELL_DATA: join(folder, 'data'), SHOPBELL_PORT: '0', SHOPBELL_LOG: 'error' }, folder);
  const running = await startShopbell(config);
  const visitorsEnd = new AbortController();
  let practice: PracticeShop | null = null;
  try {
    practice = await openPracticeShop({
      folder: join(folder, 'shop'),
      seed: 'drill',
      customers: options.customers,
      orders: options.customers * 4,
    });
    const visitors = sendVisitors(practice, { perSecond: 15, signal: visitorsEnd.signal, seed: 'drill' });
    const account = await attackAndFollow(running, practice, options);
    visitorsEnd.abort();
    await visitors;
    return { ...account, seconds: (performance.now() - begun) / 1_000 };
  } finally {
    visitorsEnd.abort();
    await practice?.close();
    await running.stop();
  }
}

async function attackAndFollow(
  running: RunningShopbell,
  practice: PracticeShop,
  options: DrillOptions,
): Promise<Omit<DrillAccount, 'folder'>> {
  const { house } = running;
  const rehearsal = await setUpShop(house, practice);
  const ledger = await followLedger(house, rehearsal.org);
  try {
    options.say('drill: customers shop for a while …');
    await house.clock.sleep(ORDINARY_TRAFFIC_MS);
    options.say(`drill: a fresh account steps through ${options.tried} order numbers from two addresses …`);
    const attack = enumerateOrders(practice, { count: options.tried, perSecond: PER_SECOND });
    const way = await walkTheWay({ running, rehearsal, ledger, practice, attack, say: options.say });
    const truth = await attack;
    const moments = tellMoments(truth, way);
    const stations = await checkStations({ running, rehearsal, ledger, practice, truth, way });
    return {
      schema: 'shopbell.drill/1',
      passed: stations.every((station) => station.agrees),
      seconds: 0,
      moments,
      stations,
      attack: {
        requests: truth.requests,
        orders: truth.read.orders.length,
        customers: truth.read.customers.length,
        addresses: truth.addresses.length,
      },
    };
  } finally {
    await ledger.stop();
  }
}
