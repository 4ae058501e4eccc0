import { DAY, HOUR, newestOrder, type World } from './people.ts';
import type { Hit, Who } from './types.ts';

const BROWSER = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/136.0.0.0 Safari/537.36';

/** What goes on beside customers: staff at their desks, programs of the shop, crawlers, a monitor. None of it is a leak. */
export function* routine(world: World): Generator<Hit> {
  for (let day = 0; day < 7; day++) {
    if (day < 5) for (let nth = 0; nth < 4; nth++) yield* deskDay(world, day, nth);
    yield* programsDay(world, day);
    yield* robotsDay(world, day);
  }
}

/** Four people behind one address of an office work through the day's orders, newest first; on Mondays one of them exports. */
function* deskDay(world: World, day: number, desk: number): Generator<Hit> {
  const { platform, random } = world;
  const who: Who = { address: '192.0.2.10', agent: BROWSER, session: `desk-${desk}-${day}`, tried: `staff-${desk}` };
  let at = world.from + day * DAY + 8 * HOUR + random.next() * HOUR;
  const end = world.from + day * DAY + 17 * HOUR;
  if (random.chance(0.2)) yield { at, who, ask: platform.adminSignIn(false) };
  yield { at: at + 5000, who, ask: platform.adminSignIn(true) };
  yield { at: at + 9000, who, ask: platform.adminHome() };
  for (let nth = 0; at < end; nth++) {
    at += 60_000 + random.next() * 480_000;
    if (nth % 5 === 0) yield { at, who, ask: platform.adminList(1 + random.below(4)) };
    yield { at: at + 8000, who, ask: platform.adminOrder(newestOrder(world, at) - random.below(60)) };
  }
  if (day === 0 && desk === 1) yield { at: end - HOUR, who, ask: platform.adminExport('order', 3000) };
}

/** The ERP asks for new orders every ten minutes and reads each; the courier's program reads the day's orders at five. */
function* programsDay(world: World, day: number): Generator<Hit> {
  const { platform } = world;
  const begin = world.from + day * DAY;
  const erp: Who = { address: '192.0.2.77', agent: 'erp-sync/4.2' };
  let seen = newestOrder(world, begin);
  for (let minute = 0; minute < 24 * 60; minute += 10) {
    const at = begin + minute * 60_000;
    yield { at, who: erp, ask: platform.listApi('order', 1, 20, seen) };
    const newest = newestOrder(world, at);
    for (let order = seen + 1; order <= newest && platform.orderApi !== null; order++) {
      yield { at: at + 1000 + (order - seen) * 400, who: erp, ask: platform.orderApi(order) };
    }
    seen = newest;
  }
  if (day > 4 || platform.orderApi === null) return;
  const courier: Who = { address: '198.51.100.50', agent: 'parcel-link/1.9' };
  const five = begin + 17 * HOUR;
  for (let nth = 0; nth < world.ordersADay; nth++) {
    yield { at: five + nth * 1500, who: courier, ask: platform.orderApi(newestOrder(world, five) - world.ordersADay + nth) };
  }
}

function* robotsDay(world: World, day: number): Generator<Hit> {
  const { platform, random } = world;
  const begin = world.from + day * DAY;
  const crawler = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';
  for (let nth = 0; nth < 1500; nth++) {
    const at = begin + random.next() * DAY;
    const ask = random.chance(0.8) ? platform.product(random.below(400)) : platform.shelf(random.below(30));
    yield { at, who: { address: `66.249.66.${random.below(20)}`, agent: crawler }, ask };
  }
  for (let nth = 0; nth < 24 * 12; nth++) {
    yield { at: begin + nth * 5 * 60_000, who: { address: '198.51.100.99', agent: 'Monitor/1.0' }, ask: platform.home() };
  }
}
