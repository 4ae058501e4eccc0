import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { intakeRoutes } from '#intake/http/intake-routes.ts';
import type { OrgId } from '#kernel/ids.ts';
import { openShopbell } from './node/shopbell.ts';

const HERE = import.meta.dirname;
const read = (path: string) => readFileSync(join(HERE, path), 'utf8');
const folders = readdirSync(HERE, { withFileTypes: true })
  .filter((one) => one.isDirectory() && one.name !== 'fixtures')
  .map((one) => one.name);
/** Every file of a folder and of those in it. */
const filesIn = (folder: string): string[] =>
  readdirSync(join(HERE, folder), { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => relative(HERE, join(one.parentPath, one.name)));
const convention = parse(read('../data/events/shop-events.yaml')) as {
  events: string[];
  fields: string[];
  orders: { events: string[]; fields: string[] };
};
const known = new Set([...convention.events, ...convention.fields, ...convention.orders.events, ...convention.orders.fields]);

let house: TestHouse;
let org: OrgId;
let server: ReturnType<typeof serve>;
let bell = '';
let seen: { key: string; body: string }[] = [];
let failing = 0;
let spool = '';

beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    telemetry: await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null }),
  }));
  const intake = intakeRoutes({
    house,
    authorise: async (c) => (c.req.header('authorization') === 'Bearer right-right' ? { org, shop: 'shop_1', source: 'src_1' } : null),
  });
  const app = new Hono();
  app.use('/in/*', async (c, next) => {
    seen.push({ key: c.req.header('idempotency-key') ?? '', body: await c.req.raw.clone().text() });
    await next();
    // Stored, but the answer is lost on the way.
    if (failing > 0) {
      failing -= 1;
      c.res = c.json({}, 503);
    }
  });
  app.route('/in', intake);
  await new Promise<void>((resolve) => {
    server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
      bell = `http://127.0.0.1:${port}`;
      resolve();
    });
  });
});
afterAll(async () => {
  server.close();
  await house[Symbol.asyncDispose]();
});
beforeEach(() => {
  org = house.newOrg();
  seen = [];
  failing = 0;
  spool = mkdtempSync('/tmp/bell-spool-');
  return () => rmSync(spool, { recursive: true });
});

const stored = async () =>
  (
    await house.telemetry.query<{ name: string; attributes: string }>(org, 'select name, attributes from @application_events order by name')
  ).map((row) => row.name);
const lines = () => seen.flatMap(({ body }) => body.trim().split('\n')).map((line) => JSON.parse(line) as Record<string, unknown>);
async function closedPort(): Promise<string> {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  const address = taken.address();
  await new Promise((resolve) => taken.close(resolve));
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}

describe('the convention', () => {
  test('every folder has a README and a section in the documentation', () => {
    const page = read('../docs/connect-your-shop.md');
    expect(folders.length).toBeGreaterThan(2);
    for (const folder of folders) {
      expect(read(`${folder}/README.md`), folder).toContain('Personal data it sends');
      expect(page).toContain(`\n## ${folder}\n`);
    }
  });

  test('every event and field that is named exists, and the page lists all of them', () => {
    for (const folder of folders) {
      for (const file of filesIn(folder)) {
        const named = [...read(file).matchAll(/['"`](shop\.[a-z_.]+|client\.[a-z_.]+|event\.[a-z]+)['"`]/g)];
        expect(
          named.map(([, name]) => name).filter((name) => !known.has(name ?? '') && name !== 'shop.php'),
          file,
        ).toEqual([]);
      }
    }
    const page = read('../docs/shop-events.md');
    expect([...known].filter((name) => name.includes('.') && !page.includes(`\`${name}\``))).toEqual([]);
    const types = read('node/shopbell.ts');
    expect([...known].filter((name) => name.startsWith('shop.') && !types.includes(`'${name}'`))).toEqual([]);
    const php = read('php/ShopbellClient.php');
    expect([...convention.fields, ...convention.orders.fields].filter((name) => !php.includes(`'${name}'`))).toEqual([]);
  });
});

describe('node', () => {
  test('events arrive; one whose answer was lost is sent again under its key and stored once', async () => {
    const shopbell = openShopbell({ url: bell, key: 'right-right', everyMs: 60_000 });
    shopbell.note('shop.order.placed', { 'shop.object.kind': 'order', 'shop.object.id': '1' });
    failing = 1;
    expect(await shopbell.flush()).toBe(false);
    expect(await shopbell.flush()).toBe(true);
    await shopbell.close();
    expect(seen).toHaveLength(2);
    expect(new Set(seen.map((one) => one.key)).size).toBe(1);
    expect(await stored()).toEqual(['shop.order.placed']);
  });

  test('what does not fit while nobody answers is counted, and told', async () => {
    const said: string[] = [];
    const shopbell = openShopbell({
      url: await closedPort(),
      key: 'right-right',
      everyMs: 60_000,
      most: 2,
      complain: (what) => said.push(what),
    });
    for (let nth = 0; nth < 5; nth += 1) shopbell.note('shop.record.read');
    await shopbell.close();
    expect(said).toEqual(['5 events were not sent']);
  });
});

const php = spawnSync('php', ['-v']).status === 0;
const runPhp = async (program: string, env: Record<string, string> = {}) =>
  promisify(execFile)('php', ['-d', 'error_log=/dev/stderr', join(HERE, 'fixtures', program)], {
    env: { ...process.env, BELL: bell, SPOOL: spool, ...env },
  });

describe.skipIf(!php)('php (needs php on the path)', () => {
  test('every file is PHP', () => {
    const files = filesIn('').filter((file) => file.endsWith('.php'));
    expect(files.length).toBeGreaterThan(12);
    for (const file of files)
      expect(spawnSync('php', ['-l', join(HERE, file)], { encoding: 'utf8' }).stdout, file).toContain('No syntax errors');
  });

  test('an event arrives with the fields of the convention alone', async () => {
    expect((await runPhp('run-client.php')).stdout).toBe('shop answered');
    expect(await stored()).toEqual(['shop.record.read']);
    expect(Object.keys(lines()[0] ?? {}).filter((name) => !known.has(name))).toEqual([]);
    expect(seen[0]?.body).not.toMatch(/hunter22|anna@/);
  });

  test('while Shopbell is away the shop goes on at once; later everything arrives once', async () => {
    const away = { BELL: await closedPort() };
    const began = performance.now();
    await runPhp('run-client.php', away);
    await runPhp('run-client.php', away);
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(readdirSync(spool)).toEqual(expect.arrayContaining(['pause', 'open.ndjson']));
    rmSync(join(spool, 'pause'));
    await runPhp('run-client.php');
    expect(await stored()).toHaveLength(3);
    expect(readdirSync(spool).filter((name) => name.endsWith('.ndjson'))).toEqual([]);
  });

  test('a delivery that was stored though its answer was lost keeps its key', async () => {
    failing = 1;
    await runPhp('run-client.php');
    rmSync(join(spool, 'pause'));
    await runPhp('run-client.php');
    expect(seen.filter(({ key }) => key === seen[0]?.key)).toHaveLength(2);
    expect(await stored()).toHaveLength(2);
  });

  test('what does not fit is counted and told, and a half line swallows nothing', async () => {
    await runPhp('run-client.php', { BELL: await closedPort(), MANY: '30', BOUND: '1000' });
    writeFileSync(join(spool, 'open.ndjson'), '{"at":"2026-11-2');
    rmSync(join(spool, 'pause'));
    await runPhp('run-client.php');
    expect(await stored()).toEqual(['shop.integration.lost', 'shop.record.read']);
    expect(seen.map(({ body }) => body).join('')).toContain('"shop.object.count":30');
  });

  test('the WooCommerce plugin tells each of its hooks, and survives one that is not as expected', async () => {
    const { stdout, stderr } = await runPhp('run-plugin.php');
    expect(stdout).toBe('shop answered\n');
    expect(stderr).toContain('Shopbell: orderOpened');
    const names = lines().map((line) => line.event);
    expect(await stored()).toEqual([...names].sort());
    expect(new Set(names)).toEqual(
      new Set([
        ...convention.events.filter((name) => !/lost|customer\.registered|admin\.sign_in_failed/.test(name)),
        ...['shop.order.cancelled', 'shop.order.shipped', 'shop.order.refunded'],
      ]),
    );
    const steps = await house.telemetry.query<{ step: string; amount: string; method: string }>(
      org,
      "select step, toString(amount) as amount, method from @order_steps where currency = 'PLN' order by step",
    );
    expect(steps.map(({ step, amount, method }) => `${step} ${amount} ${method}`)).toEqual([
      ...['cancelled 12990 blik', 'handed-over 12990 blik', 'paid 12990 blik', 'placed 12990 blik', 'refunded 2990 blik'],
    ]);
    expect(lines().flatMap((line) => (line.event === 'shop.config.changed' ? [line['shop.change.what']] : []))).toEqual([
      ...['woocommerce_stripe_settings', 'woocommerce_coming_soon', 'woocommerce_flat_rate_3_settings', 'users_can_register'],
    ]);
    const failed = lines().filter((line) => line.event === 'shop.customer.sign_in_failed');
    expect(failed.map((line) => [line['shop.actor.id'], line['shop.sign_in.reason']])).toEqual([
      ['7', 'wrong_password'],
      [undefined, 'unknown_user'],
    ]);
    expect(
      lines()
        .flatMap((line) => Object.keys(line))
        .filter((name) => !known.has(name)),
    ).toEqual([]);
    expect(seen[0]?.body).not.toContain('@');
  });

  /** What a platform has no hook for. */
  test.each([
    ['magento', /installed|anonymised/],
    ['openmage', /installed|anonymised/],
    ['shopware', /anonymised/],
    ['prestashop', /anonymised|reset_asked|sign_in_failed/],
  ])('%s tells each of its events, and survives one that is not as expected', async (platform, untold) => {
    const { stdout, stderr } = await runPhp(`run-${platform}.php`);
    expect(stdout).toContain('shop answered\n');
    expect(stderr.match(/Shopbell: /g)).toHaveLength(platform === 'shopware' ? 2 : 1);
    const told = lines();
    expect(await stored()).toEqual(told.map((line) => line.event).sort());
    expect(new Set(told.map((line) => line.event))).toEqual(
      new Set(convention.events.filter((name) => !/lost/.test(name) && !untold.test(name))),
    );
    expect(told.flatMap((line) => Object.keys(line)).filter((name) => !known.has(name))).toEqual([]);
    expect(seen.map(({ body }) => body).join('')).not.toMatch(/@|secret/);
    expect(
      told.filter((line) => /^shop\.(export|record|extension|content)/.test(String(line.event)) && line['shop.actor.kind'] !== 'staff'),
    ).toEqual(told.filter((line) => line.event === 'shop.extension.installed' && line['shop.actor.kind'] !== 'staff'));
  });

  test.each([
    ['shopware', ['integration', 'SwagPayPal.settings', 'core.basicInformation']],
    [
      'prestashop',
      [
        ...['AdminCarriers', 'maintenance', 'general', 'order settings', 'product settings', 'shipping', 'localization', 'administration'],
        ...['SEO and addresses', 'performance', 'module ps_checkout'],
      ],
    ],
  ])('%s says which settings were saved, each once', async (program, what) => {
    await runPhp(`run-${program}.php`);
    expect(
      lines()
        .filter(({ event }) => event === 'shop.config.changed')
        .map((line) => line['shop.change.what']),
    ).toEqual(what);
  });

  test.each([
    ['magento/etc', 'magento', /instance="Shopbell\\Events\\(Observer\\\w+)"|type="Shopbell\\Events\\(Plugin\\\w+)"/g],
    ['openmage/etc', 'openmage', /<class>(?:shopbell_events\/(observer))<\/class>/g],
  ])('the settings in %s name what is there', (folder, home, pattern) => {
    const xml = filesIn(folder).map(read).join('');
    const named = [...xml.matchAll(pattern)].map((found) => found.slice(1).find((one) => one !== undefined) ?? '');
    expect(named.length).toBeGreaterThan(0);
    const files = filesIn(home).map((file) => file.toLowerCase());
    for (const name of new Set(named))
      expect(
        files.some((file) => file.endsWith(`${name.replaceAll('\\', '/').toLowerCase()}.php`)),
        name,
      ).toBe(true);
  });
});
