import { HOUR, MINUTE } from '#kernel/time.ts';
import { homeAddress, visitOf, type World } from '../people.ts';
import type { Hit } from '../types.ts';
import { openWalk } from '../walk.ts';
import type { Day } from './day.ts';

const STAFF = ['staff-1', 'staff-2', 'staff-3'];
const AGENT = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';

/** The people of the shop in their back office: many orders a day, one after another, from one address; one of them at home on Thursdays. */
export function staffOf(world: World, day: Day): Hit[] {
  if (day.weekday === 0 || day.weekday === 6) return [];
  const { random } = world;
  const hits: Hit[] = [];
  for (const [nth, account] of STAFF.entries()) {
    const atHome = day.weekday === 4 && nth === 2;
    const place = { address: atHome ? HOME : world.office, agent: AGENT, account };
    hits.push(...workOf(world, day, visitOf(world, place), random.between(40, 110) * (day.sale ? 2 : 1)));
  }
  return hits;
}

const HOME = '198.18.7.7';

function workOf(world: World, day: Day, who: ReturnType<typeof visitOf>, orders: number): Hit[] {
  const { platform, random } = world;
  const walk = openWalk(random, who, day.start + 7 * HOUR + Math.floor(random.next() * HOUR));
  if (random.chance(0.2)) {
    walk.ask(platform.adminSignIn(false), who.account);
    walk.pause(5, 20);
  }
  walk.ask(platform.adminSignIn(true), who.account);
  walk.pause(0.3, 1);
  walk.ask(platform.adminHome());
  for (let nth = 0; nth < 4; nth++) walk.ask(platform.asset(nth + 1));
  let exported = day.weekday !== 1 || who.account !== STAFF[0];
  let next = world.nextOrder - orders - random.between(0, 60);
  for (let done = 0; done < orders; done++) {
    if (done % 12 === 0) walk.ask(platform.adminList(1 + Math.floor(done / 12)));
    walk.pause(20, (8 * HOUR) / 1000 / orders);
    walk.ask(platform.adminOrder(random.chance(0.7) ? next++ : random.between(world.firstOrder, world.nextOrder - 1)));
    // The list for the letter, every Monday.
    if (!exported && walk.at > day.start + 9 * HOUR) {
      exported = true;
      walk.ask(platform.adminExport('customer', 4000 + Math.floor((world.nextOrder - world.firstOrder) / 100)));
    }
  }
  return walk.hits;
}

const ERP = { address: '198.51.100.140', agent: 'ErpConnector/3.4', account: 'api-erp' };
const COURIER = { address: '198.51.100.150', agent: 'okhttp/4.12.0', account: 'api-courier' };
const MONITOR = { address: '198.51.100.160', agent: 'Mozilla/5.0 (compatible; UptimeWatch/2.0)' };

/** Programs that belong to the shop: the merchandise system each hour, the courier's each quarter, a monitor each minute. */
export function programsOf(world: World, day: Day): Hit[] {
  const { platform, random } = world;
  const erp = openWalk(random, ERP, day.start);
  const courier = openWalk(random, COURIER, day.start);
  const monitor = openWalk(random, MONITOR, day.start);
  const newest = (share: number): number => Math.max(1, Math.round(growthOf(day, share) * (0.7 + 0.6 * random.next())));
  for (let hour = 0; hour < 24; hour++) {
    erp.at = day.start + hour * HOUR + 2 * MINUTE;
    erp.ask(platform.listApi('order', 1, 10));
    const count = newest(hour / 24);
    for (let nth = 0; nth < count; nth++) {
      erp.pause(0.2, 1);
      erp.ask(platform.orderApi(world.nextOrder - count + nth));
    }
    for (let quarter = 0; quarter < 4; quarter++) {
      courier.at = day.start + hour * HOUR + quarter * 15 * MINUTE + 40_000;
      for (let nth = Math.ceil(count / 5); nth > 0; nth--) {
        courier.pause(0.5, 2);
        courier.ask(platform.orderApi(world.nextOrder - random.between(1, 150)));
      }
    }
  }
  for (let minute = 0; minute < 1440; minute++) {
    monitor.at = day.start + minute * MINUTE + 15_000;
    monitor.ask(minute % 10 === 0 ? platform.product(1) : platform.home());
    if (minute % 30 === 0) monitor.ask(platform.signIn(true), 'monitor');
    if (minute % 30 === 0) monitor.ask(platform.orderPage(world.firstOrder));
  }
  return [...erp.hits, ...courier.hits, ...monitor.hits];
}

/** New orders an hour, about: few at night. */
function growthOf(day: Day, share: number): number {
  const usual = share < 0.3 ? 1 : 4;
  return day.sale && share > 0.33 ? usual * 8 : usual;
}

/** Search engines from their published addresses, and scanners that knock at what is not there. */
export function robotsOf(world: World, day: Day): Hit[] {
  const { platform, random } = world;
  const agent = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';
  const google = openWalk(random, { address: '66.249.66.12', agent }, day.start);
  for (let nth = 0; nth < 1400; nth++) {
    google.pause(20, 90);
    google.ask(random.chance(0.2) ? platform.shelf(random.between(1, 30)) : platform.product(random.between(1, 900)));
    if (google.at > day.start + 24 * HOUR) break;
  }
  const scans = [0, 1].flatMap(() => {
    const place = { address: homeAddress(random), agent: 'Mozilla/5.0 zgrab/0.x' };
    const scan = openWalk(random, place, day.start + Math.floor(random.next() * 23 * HOUR), -1);
    for (const path of [...PROBED, ...Array.from({ length: 40 }, (_, nth) => `/old/part-${nth}.php`)]) {
      scan.pause(0.2, 2);
      scan.ask({ method: 'GET', target: path, status: 404, bytes: 1200 });
    }
    return scan.hits;
  });
  return [...google.hits, ...scans, ...pricesOf(world, day), ...oldPassword(world, day)];
}

/** A program that compares prices goes through all shelves, page by page. */
function pricesOf(world: World, day: Day): Hit[] {
  const { platform, random } = world;
  const walk = openWalk(random, { address: '198.18.200.9', agent: 'PriceView/3.1 (+https://price.example/bot)' }, day.start + 2 * HOUR);
  for (let shelf = 1; shelf <= 10; shelf++) {
    for (let page = 1; page <= 30; page++) {
      const ask = platform.shelf(shelf);
      walk.ask({ ...ask, target: `${ask.target}?page=${page}&limit=100` });
      walk.pause(1, 4);
    }
  }
  return walk.hits;
}

/** A phone whose app keeps an old password tries it all day, behind a carrier that changes its address. */
function oldPassword(world: World, day: Day): Hit[] {
  const { platform, random, customers } = world;
  const [customer] = customers;
  if (customer === undefined) return [];
  return Array.from({ length: 40 }, (_, nth) => {
    const address = `100.${64 + random.between(0, 5)}.${random.between(0, 255)}.${random.between(1, 254)}`;
    const walk = openWalk(random, { address, agent: 'StoreApp/5.0.9 (iPhone; iOS 17.6)' }, day.start + nth * 36 * MINUTE);
    walk.ask(platform.signIn(false), customer.name);
    return walk.hits;
  }).flat();
}

const PROBED = [
  '/.env',
  '/.git/config',
  '/backup.zip',
  '/db.sql',
  '/phpinfo.php',
  '/wp-config.php.bak',
  '/vendor/phpunit/phpunit/eval-stdin.php',
];
