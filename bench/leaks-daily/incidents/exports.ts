import { HOUR, SECOND } from '#kernel/time.ts';
import { homeAddress } from '../people.ts';
import { openWalk } from '../walk.ts';
import { type Incident, stranger, strangers } from './incident.ts';

const kind = 'export';

export const exportsAndDumps: readonly Incident[] = [
  {
    ...{ kind, manner: 'back office, new address', takes: HOUR },
    happen({ world: { platform }, random, at, number }) {
      const walk = openWalk(random, { ...(strangers(random, 1)[0] ?? stranger(random)), account: 'staff-2' }, at, number);
      walk.ask(platform.adminSignIn(true), 'staff-2');
      walk.pause(1, 4);
      walk.ask(platform.adminHome());
      walk.pause(10, 60);
      walk.ask(platform.adminExport('customer', 4000));
      return { hits: walk.hits, orders: [] };
    },
  },
  {
    ...{ kind, manner: 'API, pages of 100', takes: 3 * HOUR },
    happen({ world: { platform }, random, at, number }) {
      const walk = openWalk(random, stranger(random), at, number);
      for (let nth = 1; nth <= 40; nth++) {
        walk.ask(platform.listApi('customer', nth, 100));
        walk.pause(2, 200);
      }
      return { hits: walk.hits, orders: [] };
    },
  },
  {
    ...{ kind, manner: 'API, one page of thousands', takes: HOUR },
    happen({ world: { platform }, random, at, number }) {
      const walk = openWalk(random, stranger(random), at, number);
      walk.ask(platform.listApi('order', 1, 1));
      walk.pause(5, 30);
      walk.ask(platform.listApi('order', 1, random.pick([2000, 5000, 10_000])));
      return { hits: walk.hits, orders: [] };
    },
  },
  {
    ...{ kind, manner: 'a program that never took lists takes them all', takes: HOUR },
    happen({ world: { platform }, random, at, number }) {
      const courier = { address: '198.51.100.150', agent: 'okhttp/4.12.0', account: 'api-courier' };
      const walk = openWalk(random, courier, at, number);
      for (let nth = 1; nth <= 20; nth++) {
        walk.ask(platform.listApi('customer', nth, 200));
        walk.pause(1, 10);
      }
      return { hits: walk.hits, orders: [] };
    },
  },
  {
    ...{ kind, manner: 'GraphQL, hundreds an answer', takes: HOUR },
    happen({ world: { platform }, random, at, number }) {
      const walk = openWalk(random, stranger(random), at, number);
      for (let nth = 0; nth < 12; nth++) {
        walk.ask(platform.graphql?.(random.between(250, 500)) ?? platform.listApi('customer', nth + 1, 400));
        walk.pause(2, 30);
      }
      return { hits: walk.hits, orders: [] };
    },
  },
  {
    ...{ kind, manner: 'API, small pages, one after the other', takes: 3 * HOUR },
    happen({ world: { platform }, random, at, number }) {
      const walk = openWalk(random, stranger(random), at, number);
      for (let nth = 1, last = random.between(80, 200); nth <= last; nth++) {
        walk.ask(platform.listApi('customer', nth, 20));
        walk.pause(2, 40);
      }
      return { hits: walk.hits, orders: [] };
    },
  },
  {
    ...{ kind, manner: 'API, small pages, all night', takes: 15 * HOUR },
    happen({ world: { platform }, random, at, number }) {
      const walk = openWalk(random, strangers(random, 1)[0] ?? stranger(random), at, number);
      for (let nth = 1, last = random.between(80, 140); nth <= last; nth++) {
        walk.ask(platform.listApi('order', nth, 20));
        walk.pause(150, 500);
      }
      return { hits: walk.hits, orders: [] };
    },
  },
  {
    ...{ kind, manner: 'API, small pages, many addresses', takes: 5 * HOUR },
    happen({ world: { platform }, random, at, number }) {
      const hits = [];
      const span = random.between(1, 4) * HOUR;
      const places = strangers(random, random.between(30, 60));
      let page = 1;
      for (const [nth, who] of places.entries()) {
        const walk = openWalk(random, who, at + Math.floor((span * nth) / places.length), number);
        for (let left = random.between(2, 5); left > 0; left--) {
          walk.ask(platform.listApi('customer', page++, 20));
          walk.pause(1, 20);
        }
        hits.push(...walk.hits);
      }
      return { hits, orders: [] };
    },
  },
  {
    ...{ kind, manner: 'the merchandise system’s key asks for one page of thousands', takes: HOUR },
    happen({ world: { platform }, random, at, number }) {
      const walk = openWalk(random, { ...stranger(random), account: 'api-erp' }, at, number);
      walk.ask(platform.listApi('order', 1, random.pick([1000, 2500, 5000])));
      return { hits: walk.hits, orders: [] };
    },
  },
  {
    ...{ kind, manner: 'back office, a stolen session leafs through the list', takes: 3 * HOUR },
    happen({ world: { platform }, random, at, number }) {
      const walk = openWalk(random, { ...(strangers(random, 1)[0] ?? stranger(random)), account: 'staff-2' }, at, number);
      for (let nth = 1, last = random.between(100, 200); nth <= last; nth++) {
        walk.ask(platform.adminList(nth));
        walk.pause(2, 30);
      }
      return { hits: walk.hits, orders: [] };
    },
  },
  {
    ...{ kind: 'dump', manner: 'found by a scanner', takes: HOUR },
    happen({ random, at, number }) {
      const walk = openWalk(random, { address: homeAddress(random), agent: 'Mozilla/5.0 zgrab/0.x' }, at, number);
      const file = random.pick(['/backup.sql', '/db.sql.gz', '/dump.sql', '/site.zip', '/backup.tar.gz', '/wp-content/debug.log']);
      for (const path of ['/old.zip', '/backup/', '/database.sql', '/data.sql', '/www.tar']) {
        walk.ask({ method: 'GET', target: path, status: 404, bytes: 1200 });
        walk.pause(0.2, 2);
      }
      walk.ask({ method: 'GET', target: file, status: 200, bytes: random.between(2_000_000, 90_000_000) });
      return { hits: walk.hits, orders: [] };
    },
  },
  {
    ...{ kind: 'dump', manner: 'fetched at once', takes: HOUR },
    happen({ random, at, number }) {
      const walk = openWalk(random, stranger(random), at, number);
      const file = random.pick(['/.env', '/.git/config', '/config.php.bak', '/customers.csv', '/orders.sql.zip', '/backup/database.sql']);
      const bytes = file.startsWith('/.') || file.endsWith('.bak') ? random.between(300, 3000) : random.between(400_000, 9_000_000);
      walk.ask({ method: 'GET', target: file, status: 200, bytes });
      walk.at += SECOND;
      return { hits: walk.hits, orders: [] };
    },
  },
];
