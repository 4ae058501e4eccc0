import type { Platform } from './platforms.ts';
import type { Random } from './random.ts';
import type { Ask, Hit, Who } from './types.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

const AGENTS = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/136.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/136.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:138.0) Gecko/20100101 Firefox/138.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Safari/605.1.15',
];
const APP =
  'Mozilla/5.0 (Linux; Android 15; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/137.0.0.0 Mobile Safari/537.36 ShopApp/5.0';

/** A shop's week: when it begins, and which records exist. Orders are numbered as they come. */
export interface World {
  readonly platform: Platform;
  readonly random: Random;
  readonly from: number;
  /** Number of the newest order when the week begins, and how many are placed a day. */
  readonly firstOrder: number;
  readonly ordersADay: number;
  readonly customers: number;
  readonly visitsADay: number;
}

export function newestOrder(world: World, at: number): number {
  return world.firstOrder + Math.floor(((at - world.from) / DAY) * world.ordersADay);
}

/** Orders of a customer: three of the past, somewhere among all. */
function ordersOf(world: World, customer: number): number[] {
  return [0, 1, 2].map((nth) => world.firstOrder - 1 - (((customer * 7919 + nth * 104_729) * 31) % (world.firstOrder - 1000)));
}

// How many of a day's visits begin in each hour.
const BY_HOUR = [1, 1, 0, 0, 0, 1, 2, 4, 5, 6, 6, 7, 7, 6, 6, 6, 6, 7, 8, 9, 10, 8, 5, 3];

/** Customers through the week: quiet nights, a newsletter on Tuesday at ten, a new app from Wednesday noon, a sale all Friday. */
export function* customersVisit(world: World): Generator<Hit> {
  const { random, from } = world;
  for (let day = 0; day < 7; day++) {
    const sale = day === 4 ? 6 : 1;
    for (const [hour, weight] of BY_HOUR.entries()) {
      const begin = from + day * DAY + hour * HOUR;
      const count = Math.round((world.visitsADay * weight * sale) / 120);
      for (let nth = 0; nth < count; nth++) yield* visit(world, begin + random.next() * HOUR, day > 2 || (day === 2 && hour >= 12), 0.25);
      if (day === 1 && hour === 10) {
        for (let nth = 0; nth < world.visitsADay / 3; nth++) yield* visit(world, begin + random.next() * HOUR * 0.5, false, 0.7);
      }
    }
  }
}

function* visit(world: World, begin: number, isAppOut: boolean, signsIn: number): Generator<Hit> {
  const { platform, random } = world;
  const customer = random.below(world.customers);
  const who = personOf(world, customer, isAppOut);
  let at = begin;
  const step = (ask: Ask, pause = 20_000): Hit => {
    at += 500 + random.next() * pause;
    return { at, who, ask };
  };
  yield step(random.chance(0.5) ? platform.home() : platform.shelf(random.below(30)));
  for (let nth = 0; nth < 3; nth++) yield step(platform.asset(random.below(12)), 300);
  for (let nth = random.below(4); nth >= 0; nth--) yield step(platform.product(random.below(400)));
  if (random.chance(0.15)) yield step(platform.search(random.pick(['shoe', 'lamp', 'cup', 'gift'])));
  if (random.chance(signsIn)) yield* account(world, customer, who, at);
  if (random.chance(0.08)) {
    yield step(platform.basket(random.below(400)));
    yield step(platform.checkout());
    yield step(platform.pay(random.chance(0.93)));
  }
}

function* account(world: World, customer: number, who: Who, begin: number): Generator<Hit> {
  const { platform, random } = world;
  const tried = `customer-${customer}`;
  let at = begin;
  const step = (ask: Ask): Hit => {
    at += 3000 + random.next() * 25_000;
    return { at, who: { ...who, tried }, ask };
  };
  yield step(platform.signInForm());
  for (let tries = random.chance(0.14) ? 1 + random.below(3) : 0; tries > 0; tries--) yield step(platform.signIn(false));
  if (random.chance(0.03)) return yield step(platform.forgotten());
  yield step(platform.signIn(true));
  yield step(platform.account());
  if (random.chance(0.6)) yield step(platform.orderList());
  for (const order of ordersOf(world, customer).slice(0, random.below(4))) yield step(platform.orderPage(order));
}

/** A tenth of all customers share three addresses of a mobile carrier. */
function personOf(world: World, customer: number, isAppOut: boolean): Who {
  const behindCarrier = customer % 10 === 0;
  const address = behindCarrier
    ? `100.64.0.${customer % 3}`
    : `${20 + (customer % 60)}.${(customer >> 4) % 250}.${(customer * 13) % 250}.${(customer * 7) % 250}`;
  const agent = isAppOut && customer % 4 === 0 ? APP : (AGENTS[customer % AGENTS.length] ?? APP);
  return { address, agent, session: `s${customer}x${Math.floor(world.random.next() * 3)}` };
}
