import { DAY, HOUR } from '#kernel/time.ts';
import { type SeededRandom, seededRandom } from '#practice-shop/world/seeded-random.ts';
import { enumerations } from './incidents/enumerations.ts';
import { exportsAndDumps } from './incidents/exports.ts';
import type { Incident } from './incidents/incident.ts';
import { stuffings } from './incidents/stuffings.ts';
import { type Day, daysFrom } from './ordinary/day.ts';
import { programsOf, robotsOf, staffOf } from './ordinary/staff.ts';
import { visitorsOf } from './ordinary/visitors.ts';
import { makeWorld, type World } from './people.ts';
import { type PlatformName, platforms } from './platforms.ts';
import type { Hit, Leak, LogFields } from './types.ts';

/** A shop for two weeks: one without leaks, from which to learn what is usual, and one with them. */
export interface ShopPlan {
  readonly seed: string;
  readonly platform: PlatformName;
  readonly fields: LogFields;
  /** Days of the second week (0 to 6) with a sale, a letter to everybody, a new version of the app; `null`: none. */
  readonly sale: number | null;
  readonly newsletter: number | null;
  readonly rollOut: number | null;
  /** Names of incidents, `kind: manner`. */
  readonly incidents: readonly string[];
}

export const incidents: readonly Incident[] = [...enumerations, ...exportsAndDumps, ...stuffings];
export const nameOf = (one: Pick<Incident, 'kind' | 'manner'>): string => `${one.kind}: ${one.manner}`;

/** A Monday. */
const START = Date.UTC(2026, 4, 4);
export const WEEK_BEGINS = START + 7 * DAY;

export interface Shop {
  readonly days: readonly Day[];
  readonly leaks: readonly Leak[];
  /** Ordinary requests and those of leaks on one of the days, in the order of time. Call it once for each day, in order. */
  hitsOf(day: Day): Hit[];
}

/** Makes the shop: the same plan gives the same requests and the same leaks. */
export function makeShop(plan: ShopPlan): Shop {
  const random = seededRandom(plan.seed);
  const world = makeWorld(platforms[plan.platform], random.fork('world'));
  const days = daysFrom(START, 14, (nth) => ({
    sale: nth - 7 === plan.sale,
    newsletter: nth === 2 || nth - 7 === plan.newsletter,
    outage: nth === 10 ? { from: START + 10 * DAY + 17 * HOUR, to: START + 10 * DAY + 17.6 * HOUR } : null,
    rollOutAt: plan.rollOut !== null && nth - 7 >= plan.rollOut ? START + (7 + plan.rollOut) * DAY + 10 * HOUR : null,
  }));
  const happened = plan.incidents.map((name, nth) => happen(world, random.fork(`incident ${nth} ${name}`), name, nth + 1));
  const bad = happened.flatMap((one) => one.hits);
  return {
    days,
    leaks: happened.map((one) => one.leak),
    hitsOf(day) {
      const ordinary = [visitorsOf, staffOf, programsOf, robotsOf].flatMap((make) => make(world, day));
      // What runs past midnight belongs to the next day's log and is left out: nobody misses the end of a visit.
      const end = day.start + DAY;
      return [...ordinary, ...bad].filter((hit) => hit.at >= day.start && hit.at < end).sort((a, b) => a.at - b.at);
    },
  };
}

function happen(world: World, random: SeededRandom, name: string, number: number): { hits: readonly Hit[]; leak: Leak } {
  const incident = incidents.find((one) => nameOf(one) === name);
  if (incident === undefined) throw new RangeError(`no incident ${name}`);
  const latest = 7 * DAY - incident.takes - HOUR;
  const at = WEEK_BEGINS + Math.floor(random.next() * latest);
  const { hits: made, orders } = incident.happen({ world, random, at, number });
  const hits = made.filter((hit) => hit.at < WEEK_BEGINS + 7 * DAY);
  const times = hits.map((hit) => hit.at);
  const records = [...new Set(orders)].map(world.platform.orderId);
  const shown = hits.find((hit) => records[0] !== undefined && hit.target.includes(records[0])) ?? hits.at(-1);
  const leak: Leak = {
    ...{ number, kind: incident.kind, manner: incident.manner },
    from: times.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY),
    to: times.reduce((most, one) => Math.max(most, one), 0),
    addresses: [...new Set(hits.map((hit) => hit.who.address))],
    route: (shown?.target ?? '').replace(/\?.*/, '').replace(/[0-9a-f]{32}|\d+/g, '…'),
    lines: hits.length,
    records,
  };
  return { hits, leak };
}
