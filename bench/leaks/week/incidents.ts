import { DAY, newestOrder, type World } from './people.ts';
import type { Ask, Hit, Incident, IncidentName, Who } from './types.ts';

const TOOL = 'python-requests/2.32.3';
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/135.0.0.0 Safari/537.36';

export interface Planted {
  readonly incident: Incident;
  readonly hits: readonly Hit[];
}

/** Puts one leak into a week, beginning at `at`; `null`: this platform has no such address. `nth` keeps the addresses of leaks apart. */
export function plant(world: World, name: IncidentName, at: number, nth: number): Planted | null {
  const { random } = world;
  const hits = plans[name](world, at, nth, { size: 0.3 + random.next() * 0.7, pace: 0.5 + random.next() * 1.5 });
  if (hits === null || hits.length === 0) return null;
  const addresses = [...new Set(hits.map((hit) => hit.who.address))];
  const named = hits.flatMap((hit) => hit.ask.reads?.filter((read) => read.named).map((read) => `${read.kind} ${read.id}`) ?? []);
  const times = hits.map((hit) => hit.at);
  const isVisible = named.length > 10 || hits.some(({ ask }) => !hidesIn(ask));
  return { incident: { name, from: Math.min(...times), to: Math.max(...times), addresses, records: new Set(named).size, isVisible }, hits };
}

/** A request to one address for everything, always answered with 200: only the application knows what was asked. */
function hidesIn(ask: Ask): boolean {
  return /^\/(?:shop|admin)-api$|^\/admin\/$|^\/account/.test(ask.target) && ask.status === 200;
}

/** How much of the planned size a leak has, and how many times the planned pause it makes. */
interface Strength {
  readonly size: number;
  readonly pace: number;
}

type Plan = (world: World, at: number, nth: number, strength: Strength) => Hit[] | null;

/** The nth attacker's address, or its many. */
const stranger = (nth: number, part = 0): string => `203.0.${113 + (nth % 10)}.${part % 250}`;
const many = (nth: number, part: number): string => `${185 + (nth % 8)}.${(part * 37) % 250}.${(part * 11) % 250}.${part % 250}`;

function series(count: number, make: (i: number) => Hit): Hit[] {
  return Array.from({ length: count }, (_, i) => make(i));
}

const plans: Readonly<Record<IncidentName, Plan>> = {
  'enumeration-fast': (world, at, nth, { size, pace }) => {
    const from = newestOrder(world, at) - 5000;
    const who: Who = { address: stranger(nth), agent: TOOL, session: `x${nth}` };
    return series(Math.ceil(150 * size), (i) => ({ at: at + i * 1000 * pace, who, ask: world.platform.orderPage(from + i) }));
  },
  'enumeration-slow': (world, at, nth, { size, pace }) => {
    const from = newestOrder(world, at) - 9000;
    const who: Who = { address: stranger(nth), agent: BROWSER, session: `x${nth}` };
    return series(Math.ceil(360 * size), (i) => ({
      at: at + i * 6 * 60_000 * pace * (0.6 + world.random.next() * 0.8),
      who,
      ask: world.platform.orderPage(from + i),
    }));
  },
  'enumeration-distributed': (world, at, nth, { size, pace }) => {
    const from = newestOrder(world, at) - 12_000;
    return series(Math.ceil(240 * size), (i) => {
      const who: Who = { address: many(nth, Math.floor(i / 3)), agent: BROWSER, session: `x${nth}-${Math.floor(i / 3)}` };
      return { at: at + i * 30_000 * pace, who, ask: world.platform.orderPage(from + i) };
    });
  },
  'enumeration-scattered': (world, at, nth, { size, pace }) => {
    const newest = newestOrder(world, at);
    return series(Math.ceil(300 * size), (i) => {
      const who: Who = { address: many(nth, i % 100), agent: BROWSER, session: `x${nth}-${i % 100}` };
      return { at: at + i * 24_000 * pace, who, ask: world.platform.orderPage(newest - world.random.below(20_000)) };
    });
  },
  'enumeration-api': (world, at, nth, { size, pace }) => {
    const { customerApi } = world.platform;
    if (customerApi === null) return null;
    const who: Who = { address: stranger(nth), agent: TOOL };
    return series(Math.ceil(400 * size), (i) => ({ at: at + i * 3000 * pace, who, ask: customerApi(1 + i) }));
  },
  'enumeration-session': (world, at, nth, { size, pace }) => {
    const from = newestOrder(world, at) - 3000;
    return series(Math.ceil(120 * size), (i) => {
      const who: Who = { address: many(nth, Math.floor(i / 4)), agent: BROWSER, session: `one-session-${nth}` };
      return { at: at + i * 5000 * pace, who, ask: world.platform.orderPage(from + i) };
    });
  },
  'export-paged': (world, at, nth, { size, pace }) => {
    const who: Who = { address: stranger(nth), agent: TOOL };
    return series(Math.ceil(80 * size), (i) => ({
      at: at + i * 2500 * pace,
      who,
      ask: world.platform.listApi('customer', 1 + i, 100, i * 100),
    }));
  },
  'export-file': (world, at, nth) => {
    const who: Who = { address: stranger(nth), agent: BROWSER, session: `x${nth}`, tried: 'staff-9' };
    const asks = [world.platform.adminSignIn(true), world.platform.adminHome(), world.platform.adminExport('customer', 20_000)];
    return asks.map((ask, i) => ({ at: at + i * 20_000, who, ask }));
  },
  'export-page-size': (world, at, nth, { size, pace }) => {
    const who: Who = { address: stranger(nth), agent: TOOL };
    return series(Math.ceil(3 * size), (i) => ({
      at: at + i * 60_000 * pace,
      who,
      ask: world.platform.listApi('order', 1 + i, 5000, i * 5000),
    }));
  },
  'stuffing-fast': (world, at, nth, { size, pace }) => tries(world, at, 400 * size, 1500 * pace, () => stranger(nth), nth),
  'stuffing-slow': (world, at, nth, { size, pace }) => tries(world, at, 300 * size, 5 * 60_000 * pace, () => stranger(nth), nth),
  'stuffing-distributed': (world, at, nth, { size, pace }) =>
    tries(world, at, 360 * size, 30_000 * pace, (i) => many(nth, Math.floor(i / 2)), nth),
  'dump-taken': (_world, at, nth) => {
    const who: Who = { address: stranger(nth), agent: 'curl/8.9.1' };
    const ask: Ask = { method: 'GET', target: '/backup/shop.sql.gz', status: 200, bytes: 48_000_000 };
    return [{ at, who, ask }];
  },
};

/** Passwords of others are tried, each name once; one in eighty fits, and with it the account is read. */
function tries(world: World, at: number, count: number, every: number, address: (i: number) => string, nth: number): Hit[] {
  const { platform, random } = world;
  return Array.from({ length: Math.ceil(count) }, (_, i): Hit[] => {
    const who: Who = { address: address(i), agent: BROWSER, session: `try-${nth}-${i}`, tried: `stolen-${nth}-${i}` };
    const when = at + i * every * (0.7 + random.next() * 0.6);
    if (i % 80 !== 79) return [{ at: when, who, ask: platform.signIn(false) }];
    const asks = [platform.signIn(true), platform.account(), platform.orderPage(newestOrder(world, at) - random.below(9000))];
    return asks.map((ask, step) => ({ at: when + step * 3000, who, ask }));
  }).flat();
}

/** When leaks may begin: after the first day, so that a rule may know the shop, and not so late that the week ends before them. */
export function beginOf(world: World, nth: number, of: number): number {
  return world.from + DAY + ((nth + 0.2 + world.random.next() * 0.6) * (4.5 * DAY)) / of;
}
