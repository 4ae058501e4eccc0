import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '#app/config.ts';
import { type RunningShopbell, startShopbell } from '#app/start-shopbell.ts';
import { followLedger, type LedgerFollower } from '#cli/drill/follow-ledger.ts';
import { type Rehearsal, setUpShop } from '#cli/drill/set-up-shop.ts';
import { SECOND } from '#kernel/time.ts';
import { openPracticeShop, type PracticeShop } from '#practice-shop/open-practice-shop.ts';
import { openClient } from '#practice-shop/traffic/open-client.ts';
import { pacer } from '#practice-shop/traffic/pause.ts';
import { sendVisitors } from '#practice-shop/visitors.ts';
import { signalGrew, signalRaised } from '#steps/detect/events.ts';
import { incidentOpened, pageSent } from '#steps/respond/events.ts';
import { acknowledgeIncident, closeIncident } from '#steps/respond/index.ts';
import type { BenchRow } from './bench-row.ts';

const ATTACKS = 12;
const READS = 40;
const PER_SECOND = 40;
/** The tenth record in order is the first instant at which the rule may speak (checks/judge-enumeration.ts). */
const CROSSES_AT = 10;
const WITHIN = 20 * SECOND;

interface Delay {
  readonly fromCrossing: number;
  readonly fromFirst: number;
  readonly toPage: number;
}

interface Stage {
  readonly running: RunningShopbell;
  readonly practice: PracticeShop;
  readonly rehearsal: Rehearsal;
  readonly ledger: LedgerFollower;
}

/** Twelve visitors read through orders, one after the other, while customers shop: how long until the signal, and from it until the page has left. */
export async function benchDetectionDelay(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-bench-delay-'));
  try {
    const running = await startShopbell(
      readConfig({ SHOPBELL_DATA: join(folder, 'data'), SHOPBELL_PORT: '0', SHOPBELL_LOG: 'error' }, folder),
    );
    try {
      return rowsOf(await attackOneByOne(running, join(folder, 'shop')));
    } finally {
      await running.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function attackOneByOne(running: RunningShopbell, folder: string): Promise<Delay[]> {
  await using practice = await openPracticeShop({ folder, seed: 'delay', customers: 600, orders: 2_400 });
  const visitorsEnd = new AbortController();
  const visitors = sendVisitors(practice, { perSecond: 15, signal: visitorsEnd.signal, seed: 'delay' });
  const rehearsal = await setUpShop(running.house, practice);
  const ledger = await followLedger(running.house, rehearsal.org);
  try {
    await running.house.clock.sleep(5 * SECOND);
    const delays: Delay[] = [];
    for (let nth = 0; nth < ATTACKS; nth++) delays.push(await attackOnce({ running, practice, rehearsal, ledger }, nth));
    return delays;
  } finally {
    visitorsEnd.abort();
    await visitors;
    await ledger.stop();
  }
}

async function attackOnce({ running, practice, rehearsal, ledger }: Stage, nth: number): Promise<Delay> {
  const address = `203.0.113.${180 + nth}`;
  const client = openClient(practice.url, address, `Mozilla/5.0 (bench ${nth})`);
  const password = `bench-password-${nth}`;
  await client.ask('/account/register', { form: { name: 'Practice Newcomer', email: `bench-${nth}@mail.practice-shop.test`, password } });
  const wait = pacer(PER_SECOND);
  const read: number[] = [];
  const first = 100_100 + nth * 150;
  const begun = Date.now();
  for (let number = first; read.length < READS && number < first + 2 * READS; number++) {
    await wait();
    const answer = await client.ask(`/account/orders/${number}`);
    if (answer.status === 200) read.push(Date.now());
  }
  const crossed = read[CROSSES_AT - 1];
  const raised = await ledger.first(signalRaised, WITHIN, (signal) => signal.actor.address === address);
  if (crossed === undefined || raised === null) throw new Error(`attack ${nth + 1} was not noticed (${read.length} orders read)`);
  const incident = await ledger.first(incidentOpened, WITHIN, (one) => one.source.id === raised.payload.signal);
  const paged = incident && (await ledger.first(pageSent, WITHIN, (page) => page.incident === incident.payload.incident));
  if (!paged) throw new Error(`attack ${nth + 1} was noticed and nobody was told`);
  const { signal, count } = raised.payload;
  if (count < read.length) await ledger.first(signalGrew, WITHIN, (one) => one.signal === signal && one.count >= read.length);
  await running.house.clock.sleep(SECOND);
  // Closed when nothing more will come, so that the next attack is an incident of its own and pages anew.
  const engineer = rehearsal.as('engineer', 'bench-engineer');
  await acknowledgeIncident(engineer, { incident: incident.payload.incident });
  await closeIncident(engineer, { incident: incident.payload.incident, because: 'Measured.' });
  return {
    fromCrossing: (raised.at.getTime() - crossed) / SECOND,
    fromFirst: (raised.at.getTime() - begun) / SECOND,
    toPage: (paged.at.getTime() - raised.at.getTime()) / SECOND,
  };
}

function rowsOf(delays: readonly Delay[]): BenchRow[] {
  const rowsFor = (what: string, pick: (delay: Delay) => number, limit: number): BenchRow[] => {
    const sorted = delays.map(pick).sort((a, b) => a - b);
    const against = { what: 'limit', value: limit };
    const median = ((sorted[Math.ceil(sorted.length / 2) - 1] ?? 0) + (sorted[Math.floor(sorted.length / 2)] ?? 0)) / 2;
    return [
      { what: `${what}, median of ${delays.length}`, value: median, unit: 's', against },
      { what: `${what}, longest`, value: sorted.at(-1) ?? 0, unit: 's', against },
    ];
  };
  return [
    ...rowsFor('from the request that makes it conspicuous to the signal', (one) => one.fromCrossing, 5),
    ...rowsFor('from the first request to the signal', (one) => one.fromFirst, 5),
    ...rowsFor('from the signal to the page taken by the mail server', (one) => one.toPage, 2),
  ];
}
