import type { House } from '#engines/house.ts';
import type { OrgId } from '#kernel/ids.ts';
import { MINUTE } from '#kernel/time.ts';
import type { Shop } from '#registry/types.ts';
import { defaultPromises } from './default-promises.ts';
import { type JudgedRhythm, judgeRhythm } from './judge-rhythm.ts';
import type { KeptOrder, LookResult, LookTrouble } from './look-result.ts';
import { makeCalendar } from './make-calendar.ts';
import { readFlow } from './read-flow.ts';
import { isWork, type RhythmKey, readRhythm } from './read-rhythm.ts';
import { FOLLOWED, type Reconciled, reconcileOrders } from './reconcile-orders.ts';
import type { OrderSettings } from './store.ts';

/** Of each trouble so many orders are kept for the page; all are counted. */
const KEPT = 200;

/** Looks at a shop's orders as they stand now: each order, the way of them all, and the rhythm in which they come. `null`: no system tells of orders. Only reads. */
export async function lookAtOrders(
  house: Pick<House, 'telemetry' | 'clock'>,
  org: OrgId,
  shop: Shop,
  settings: OrderSettings,
): Promise<LookResult | null> {
  const now = house.clock.now().getTime();
  const place = { telemetry: house.telemetry, org, shop: shop.id, from: now - FOLLOWED, to: now };
  const calendar = await makeCalendar({ ...settings, zone: shop.timeZone, country: shop.country });
  const series = await readRhythm(place);
  const promises = {
    ...defaultPromises,
    ...{ shipDays: settings.shipDays, deliverDays: settings.deliverDays, exportMs: settings.exportMinutes * MINUTE },
  };
  const reconciled = await reconcileOrders(place, { calendar, promises, most: KEPT });
  if (reconciled.orders === 0) return null;
  const rhythm = series.map(({ key, first, last, hours }) => ({
    ...{ key, last },
    ...judgeRhythm({ hours, last }, { now, since: first, calendar, isWork: key.what === 'carrier' || isWork(key.name) }),
  }));
  return {
    orders: reconciled.orders,
    states: reconciled.states,
    systems: reconciled.seen.systems,
    troubles: [...troublesOf(reconciled), ...rhythm.flatMap(troubleOfRhythm)],
    worst: reconciled.worst.map(keptOf),
    ...(await readFlow(place)),
    rhythm,
  };
}

function troublesOf({ troubles }: Reconciled): LookTrouble[] {
  return [...troubles].map(([trouble, { orders, foremost, amounts, since }]) => ({
    ...{ trouble, subject: '', orders, foremost, since, expected: null },
    amounts: [...amounts].map(([currency, minor]) => ({ minor, currency })),
  }));
}

function troubleOfRhythm({ key, state, since, seen, expected }: JudgedRhythm & { readonly key: RhythmKey }): LookTrouble[] {
  if (state !== 'silent' && state !== 'low') return [];
  return [{ trouble: state, subject: `${key.what} ${key.name}`, orders: Math.round(seen), foremost: 0, amounts: [], since, expected }];
}

function keptOf({ order, troubles }: Reconciled['worst'][number]): KeptOrder {
  const [first, ...more] = troubles;
  return {
    ...{ ref: order.ref, trouble: first?.trouble ?? '', more: more.map((one) => one.trouble), since: first?.since ?? 0 },
    ...{ placed: order.placed || order.first, amount: first?.amount ?? 0, currency: order.currencies[0] ?? '' },
    ...{ method: order.method, carrier: order.carrier, system: first?.system ?? null },
  };
}
