import type { SeededRandom } from '#practice-shop/world/seeded-random.ts';
import type { Platform } from './platforms.ts';
import type { Who } from './types.ts';

export interface Customer {
  readonly name: string;
  readonly address: string;
  readonly agent: string;
  readonly orders: number[];
  readonly usesApp: boolean;
}

/** Who lives around a shop, and which orders there are. Orders grow while the weeks pass. */
export interface World {
  readonly platform: Platform;
  readonly random: SeededRandom;
  readonly customers: readonly Customer[];
  /** The number of the next order. Numbers begin at `firstOrder`. */
  nextOrder: number;
  readonly firstOrder: number;
  readonly office: string;
  serial: number;
}

const BROWSERS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/V.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/V.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/V.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:V.0) Gecko/20100101 Firefox/V.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.V Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.V Safari/605.1.15',
];

/** A browser of today: a few names, several versions each. */
export function browser(random: SeededRandom): string {
  const nth = random.weighted([34, 12, 26, 8, 15, 5]);
  const version = nth >= 4 ? random.between(0, 4) : random.pick([139, 140, 140, 141, 141, 141, 142]);
  return (BROWSERS[nth] ?? '').replaceAll('V', String(version)).replace(`${version}ersion`, 'Version');
}

/** An address out of the range that is set aside for measurements (RFC 2544), so that it is nobody's. */
export function homeAddress(random: SeededRandom): string {
  return `198.${random.between(18, 19)}.${random.between(0, 255)}.${random.between(1, 254)}`;
}

const CARRIERS = Array.from({ length: 8 }, (_, nth) => `192.0.2.${10 + nth}`);
const WORKPLACE = '198.51.100.20';

export function makeWorld(platform: Platform, random: SeededRandom): World {
  const firstOrder = random.between(8_000, 60_000);
  const customers = Array.from({ length: 4000 }, (_, nth): Customer => {
    const place = random.next();
    // Hundreds behind each carrier's address, and sixty colleagues behind one of their office.
    const address = nth < 60 ? WORKPLACE : place < 0.25 ? random.pick(CARRIERS) : homeAddress(random);
    return { name: `customer-${nth}`, address, agent: browser(random), orders: [], usesApp: platform.hasApp && random.chance(0.15) };
  });
  const world: World = { platform, random, customers, firstOrder, nextOrder: firstOrder, office: '198.51.100.77', serial: 0 };
  for (let made = 0; made < 24_000; made++) placeOrder(world, random.pick(customers));
  return world;
}

export function placeOrder(world: World, customer: Customer): number {
  const order = world.nextOrder++;
  customer.orders.push(order);
  return order;
}

/** Somebody's visit: the same person has a new session each time. */
export function visitOf(world: World, who: Omit<Who, 'session'>): Who {
  world.serial += 1;
  return { ...who, session: `s${world.serial.toString(36)}${world.random.hex(12)}` };
}
