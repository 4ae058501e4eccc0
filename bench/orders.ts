import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import type { Telemetry } from '#engines/telemetry/types.ts';
import { makeId } from '#kernel/ids.ts';
import { DAY, HOUR, MINUTE } from '#kernel/time.ts';
import { judgeWebhooks } from '#steps/watch/checks/judge-webhooks.ts';
import { defaultPromises } from '#steps/watch/orders/default-promises.ts';
import { makeCalendar, usualWeek } from '#steps/watch/orders/make-calendar.ts';
import { beginBook, goOnWithBook } from '#steps/watch/orders/order-book.ts';
import { readMoneyAtRisk } from '#steps/watch/orders/read-money-at-risk.ts';
import type { OrderPlace } from '#steps/watch/orders/read-orders.ts';
import { type Reconciled, reconcileOrders } from '#steps/watch/orders/reconcile-orders.ts';
import type { ShopCalendar } from '#steps/watch/orders/working-days.ts';
import type { BenchRow } from './bench-row.ts';
import { type Faulty, orderFaults } from './orders/made-step.ts';
import { makeOrders } from './orders/make-orders.ts';
import { makeWebhookList, type WebhookFault, webhookFaults } from './orders/make-webhook-lists.ts';
import { storeOrders } from './orders/store-orders.ts';

const ORDERS = 1_000_000;
const DAYS = 90;
const FROM = Date.UTC(2026, 7, 24);
const ORG = makeId('org', 0, new Uint8Array(16).fill(1));

interface Measured {
  readonly seconds: number;
  readonly result: Reconciled;
  readonly plain: number;
  readonly faults: readonly Faulty[];
  /** Reading the money at risk by one incident, and by twenty at once: the median, s. */
  readonly risk: readonly [number, number];
  /** A look that goes on from the one before, six minutes later: the median, s. */
  readonly steady: number;
  /** MB above what was held before. */
  readonly memory: number;
}

/** A million orders of ninety days, of four systems, judged: how long, how much memory, what was missed, what was wrongly said. */
export async function benchOrders(): Promise<readonly BenchRow[]> {
  const small = await measure(ORDERS / 10);
  const large = await measure(ORDERS);
  const now = FROM + DAYS * DAY;
  const due = large.faults.filter(({ at, fault }) => at < now - 8 * DAY && (fault !== 'unknown-to-shop' || at > FROM + 14 * DAY));
  const found = new Set(large.result.worst.map(({ order }) => order.ref));
  const faulty = new Set(large.faults.map(({ order }) => order));
  if (process.env.SHOPBELL_BENCH_SHOW)
    for (const one of large.result.worst) if (!faulty.has(one.order.ref)) process.stderr.write(`${JSON.stringify(one)}\n`);
  const wrong = [...found].filter((order) => !faulty.has(order)).length;
  const missed = due.filter(({ order }) => !found.has(order)).length;
  return [
    {
      what: `${large.result.orders.toLocaleString('en')} orders of ${DAYS} days reconciled over shop, payment, ERP and courier`,
      value: large.seconds,
      unit: 's',
      against: { what: 'limit', value: 30 },
      tenfold: large.seconds / small.seconds,
    },
    {
      what: 'the same',
      value: large.seconds,
      unit: 's',
      against: { what: 'ClickHouse alone groups the same steps by order', value: large.plain },
    },
    {
      what: 'money at risk by one incident among them, read and judged (median of 9)',
      value: large.risk[0],
      unit: 's',
      against: { what: 'ClickHouse alone groups the same steps by order', value: large.plain },
      tenfold: large.risk[0] / small.risk[0],
    },
    {
      what: 'a look at them six minutes after the one before, that goes on from it (median of 9)',
      value: large.steady,
      unit: 's',
      against: { what: 'all reconciled', value: large.seconds },
      tenfold: large.steady / small.steady,
    },
    { what: 'the same of twenty incidents at once', value: large.risk[1], unit: 's', against: { what: 'of one', value: large.risk[0] } },
    { what: 'memory above the engine with the orders stored', value: large.memory, unit: 'MB', against: { what: 'limit', value: 300 } },
    { what: `faults not found, of ${due.length}`, value: missed, unit: 'orders', against: { what: 'limit', value: 0 } },
    { what: 'orders said to be wrong that are not', value: wrong, unit: 'orders', against: { what: 'limit', value: 0 } },
    ...faultsByKind(due, found),
    ...webhookRows(),
  ];
}

/** Each kind of fault that the generator makes: how many were due, how many were not found. */
function faultsByKind(due: readonly Faulty[], found: ReadonlySet<string>): BenchRow[] {
  return orderFaults.map((fault) => {
    const own = due.filter((one) => one.fault === fault);
    const missed = own.filter(({ order }) => !found.has(order)).length;
    return {
      what: `of ${own.length} orders with “${fault}” not found`,
      value: missed,
      unit: 'orders',
      against: { what: 'limit', value: 0 },
    };
  });
}

const LISTS = 10_000;

function webhookRows(): BenchRow[] {
  const isDown = (seed: string, fault: WebhookFault | null): boolean => {
    const { demand, list } = makeWebhookList(seed, fault);
    return judgeWebhooks(demand, list).saw === 'down';
  };
  const count = (of: (nth: number) => boolean): number => Array.from({ length: LISTS }, (_, nth) => nth).filter(of).length;
  const missed = count((nth) => !isDown(`bench ${nth}`, webhookFaults[nth % webhookFaults.length] ?? 'none'));
  const wrong = count((nth) => isDown(`bench right ${nth}`, null));
  const limit = { what: 'limit', value: 0 };
  return [
    {
      what: `shops whose webhooks are wrong in one of ${webhookFaults.length} ways, not found, of ${LISTS}`,
      value: missed,
      unit: 'shops',
      against: limit,
    },
    { what: `shops whose webhooks are right, said to be wrong, of ${LISTS}`, value: wrong, unit: 'shops', against: limit },
  ];
}

async function measure(orders: number): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-bench-orders-'));
  const telemetry = await openTelemetry({ path: folder, retentionDays: null });
  try {
    const calendar = makeCalendar({ ...usualWeek, zone: 'Europe/Warsaw', country: 'PL' });
    const faults: Faulty[] = [];
    const made = makeOrders({ seed: 'bench', from: FROM, days: DAYS, perDay: orders / DAYS / 1.05, calendar, faults: 0.0003 }, (fault) =>
      faults.push(fault),
    );
    await storeOrders(telemetry, ORG, 'shop', made);
    const now = FROM + DAYS * DAY;
    const plain = await secondsOf(() => groupOnly(telemetry));
    const peak = watchMemory();
    const place = { telemetry, org: ORG, shop: 'shop', from: now - DAYS * DAY, to: now };
    let result: Reconciled | null = null;
    const seconds = await secondsOf(async () => {
      result = await reconcileOrders(place, { calendar, promises: defaultPromises, most: 100_000 });
    });
    const memory = peak();
    const steady = await steadyIn(place, calendar);
    const risk = [await risksIn(telemetry, calendar, 1), await risksIn(telemetry, calendar, 20)] as const;
    if (result === null) throw new Error('nothing was reconciled');
    return { seconds, result, plain, faults, memory, risk, steady };
  } finally {
    await telemetry.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Steps become known as time goes by, as if they were told just then. */
async function steadyIn(place: OrderPlace, calendar: ShopCalendar): Promise<number> {
  const options = { calendar, promises: defaultPromises, most: 200, judgedBy: '', ticks: () => performance.now(), overlapMs: 0 };
  const { book } = await beginBook(place, options);
  if (book === null) throw new Error('too many orders are open');
  const seconds: number[] = [];
  for (let look = 1; look <= 9; look++) {
    const after = look * 6 * MINUTE;
    seconds.push(
      await secondsOf(async () => {
        if ((await goOnWithBook(book, { ...place, from: place.from + after, to: place.to + after }, options)) === null)
          throw new Error('a look did not go on');
      }),
    );
  }
  return seconds.toSorted((a, b) => a - b)[4] ?? 0;
}

async function risksIn(telemetry: Telemetry, calendar: ShopCalendar, incidents: number): Promise<number> {
  const now = FROM + DAYS * DAY;
  const times = Array.from({ length: incidents }, (_, nth) => ({ from: new Date(now - (nth + 1) * HOUR), to: null }));
  const took: number[] = [];
  for (let nth = 0; nth < 9; nth++)
    took.push(await secondsOf(async () => void (await readMoneyAtRisk({ telemetry, org: ORG, shop: 'shop', calendar, now }, times))));
  return took.toSorted((a, b) => a - b)[4] ?? 0;
}

async function groupOnly(telemetry: Telemetry): Promise<void> {
  await telemetry.query(
    ORG,
    'select count(), sum(n) from (select order_ref, count() as n, min(at), max(at) from @order_steps group by order_ref)',
  );
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1_000;
}

/** Looks at the process's resident memory now and then; what is returned tells by how many MB it had grown at most. */
function watchMemory(): () => number {
  const resident = (): number => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1_024;
  const before = resident();
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, resident());
  }, 20);
  return () => {
    clearInterval(timer);
    return Math.max(most, resident()) - before;
  };
}
