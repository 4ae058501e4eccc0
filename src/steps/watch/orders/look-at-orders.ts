import type { House } from '#engines/house.ts';
import type { OrgId } from '#kernel/ids.ts';
import { MINUTE } from '#kernel/time.ts';
import type { Shop } from '#registry/types.ts';
import { defaultPromises } from './default-promises.ts';
import { failingParts, judgeMix, type MixPart } from './judge-mix.ts';
import { type JudgedSeries, judgeSeries } from './judge-series.ts';
import type { KeptOrder, LookResult, LookTrouble } from './look-result.ts';
import { makeCalendar } from './make-calendar.ts';
import { type BookedLook, type BookOptions, beginBook, goOnWithBook, isCheckDue, isGood } from './order-book.ts';
import { type OrderShelf, openOrderShelf } from './order-shelf.ts';
import type { OrderPlace } from './read-orders.ts';
import { seriesOf } from './read-rhythm.ts';
import { FOLLOWED } from './reconcile-orders.ts';
import type { OrderSettings } from './store.ts';
import type { TalliedOrders } from './tally-orders.ts';

/** Of each trouble so many orders are kept for the page; all are counted. */
const KEPT = 200;

/** Looks at a shop's orders as they stand now: each order, the way of them all, and the rhythm in which they come. With a shelf, reads only what changed since the last look. `null`: no system tells of orders. Only reads. */
export async function lookAtOrders(
  house: Pick<House, 'telemetry' | 'clock' | 'log'>,
  org: OrgId,
  shop: Shop,
  settings: OrderSettings,
  shelf: OrderShelf = openOrderShelf(),
): Promise<LookResult | null> {
  const now = house.clock.now().getTime();
  const place = { telemetry: house.telemetry, org, shop: shop.id, from: now - FOLLOWED, to: now };
  const calendar = makeCalendar({ ...settings, zone: shop.timeZone, country: shop.country });
  const promises = {
    ...defaultPromises,
    ...{ shipDays: settings.shipDays, deliverDays: settings.deliverDays, exportMs: settings.exportMinutes * MINUTE },
  };
  const judgedBy = JSON.stringify([settings, shop.timeZone, shop.country]);
  const ticks = (): number => house.clock.ticks();
  const looked = await lookWithBook(house, place, shelf, { calendar, promises, most: KEPT, judgedBy, ticks });
  if (looked.orders === 0) return null;
  const series = judgeSeries(seriesOf(looked.rhythm), now, calendar);
  const mix = judgeMix(looked.mix, series, now);
  return {
    ...{ orders: looked.orders, states: looked.states, systems: looked.seen.systems },
    troubles: [...troublesOf(looked), ...series.flatMap(troubleOfRhythm), ...failingParts(mix).flatMap(troubleOfFailing)],
    ...{
      worst: looked.worst.map(keptOf),
      flow: looked.flow,
      basket: looked.basket,
      rhythm: series.map(({ key, last, judged }) => ({ key, last, ...judged })),
      mix,
    },
  };
}

/** Goes on with the book of the look before, or reads everything: at first, when too much changed, and once a day as a check. */
async function lookWithBook(house: Pick<House, 'log'>, place: OrderPlace, shelf: OrderShelf, options: BookOptions): Promise<BookedLook> {
  const book = shelf.take(place.shop);
  const looked = book !== undefined && isGood(book, place, options.judgedBy) ? await goOnWithBook(book, place, options) : null;
  const isChecked = looked === null || book === undefined || isCheckDue(book, place);
  const result = isChecked ? await beginBook(place, options) : looked;
  if (looked !== null && JSON.stringify(looked.states) !== JSON.stringify(result.states))
    house.log.error('orders had been followed wrongly, and were all read again', {
      shop: place.shop,
      followed: looked.states,
      read: result.states,
    });
  if (result.book !== null) shelf.put(place.shop, result.book);
  return result;
}

function troublesOf({ troubles }: TalliedOrders): LookTrouble[] {
  return [...troubles].map(([trouble, { orders, foremost, amounts, since }]) => ({
    ...{ trouble, subject: '', orders, foremost, since, expected: null },
    amounts: [...amounts].map(([currency, minor]) => ({ minor, currency })),
  }));
}

function troubleOfFailing({ key, success }: MixPart): LookTrouble[] {
  if (success === null) return [];
  const { since, tried, failed, expected } = success;
  return [{ trouble: 'failing', subject: `${key.what} ${key.name}`, orders: failed, foremost: 0, amounts: [], since, expected, tried }];
}

function troubleOfRhythm({ key, judged: { state, since, seen, expected }, isPart }: JudgedSeries): LookTrouble[] {
  if (isPart || (state !== 'silent' && state !== 'low')) return [];
  return [{ trouble: state, subject: `${key.what} ${key.name}`, orders: Math.round(seen), foremost: 0, amounts: [], since, expected }];
}

function keptOf({ order, troubles }: TalliedOrders['worst'][number]): KeptOrder {
  const [first, ...more] = troubles;
  return {
    ...{ ref: order.ref, trouble: first?.trouble ?? '', more: more.map((one) => one.trouble), since: first?.since ?? 0 },
    ...{ placed: order.placed || order.first, amount: first?.amount ?? 0, currency: order.currencies[0] ?? '' },
    ...{ method: order.method, carrier: order.carrier, system: first?.system ?? null },
  };
}
