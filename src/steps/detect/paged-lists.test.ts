import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestTelemetry, type TestTelemetry } from '#engines/telemetry/testing/open-test-telemetry.ts';
import type { RequestRow } from '#engines/telemetry/types.ts';
import { DAY, HOUR, MINUTE, SECOND } from '#kernel/time.ts';
import { assessAffected } from './affected/assess-affected.ts';
import { detectInArea } from './detect-in-area.ts';
import { titleOf, whyKeyOf } from './explain.ts';
import { type Finding, nothingUsual } from './finding.ts';
import { nothingKnown } from './knowledge.ts';
import { makeRequest } from './testing/make-request.ts';

const T = Date.UTC(2026, 4, 20, 3);
const SHOP = 's';
let telemetry: TestTelemetry;

beforeAll(async () => {
  telemetry = await openTestTelemetry();
});
afterAll(() => telemetry[Symbol.asyncDispose]());

async function look(
  rows: readonly RequestRow[],
  crawlers: readonly string[] = [],
  now = false,
  org = telemetry.newOrg(),
): Promise<Finding[]> {
  await telemetry.insert(org, 'requests', rows);
  const span = { from: new Date(T - HOUR), to: new Date(T + 12 * HOUR) };
  const knowledge = { ...nothingKnown, crawlers: new Set(crawlers) };
  const area = { telemetry, org, shop: SHOP, span, usual: nothingUsual, knowledge };
  const found = await detectInArea(now ? { ...area, slowSince: null } : area);
  return found.filter((one) => one.rule !== 'probing');
}

const THIEF: Partial<RequestRow> = { address: '203.0.113.240', agent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/135.0' };
type Make = (nth: number) => Partial<RequestRow>;
const asks = (path: string, kind: RequestRow['route_kind'], many: number, make: Make, from = T, every = 20 * SECOND): RequestRow[] =>
  Array.from({ length: many }, (_, nth) =>
    makeRequest(SHOP, from + nth * every, { path, route: '/x', route_kind: kind, bytes: 9000 + (nth % 5), ...THIEF, ...make(nth) }),
  );
const byPage: Make = (nth) => ({ query: `page=${nth + 1}&per_page=20` });
/** What the app of each customer asks for: his own orders, a page or two. */
const phones = Array.from({ length: 200 }, (_, nth) =>
  asks('/api/v1/orders', 'api', 1 + (nth % 2), byPage, T - 3 * DAY + nth * 10 * MINUTE).map((row) => ({
    ...row,
    address: `198.51.100.${nth}`,
    agent: 'App/1',
  })),
).flat();

it.each<[string, Make]>([
  ['numbers of pages', byPage],
  ['offsets', (nth) => ({ query: `limit=25&offset=${nth * 25}` })],
  ['marks that say where to go on', (nth) => ({ query: nth === 0 ? 'first=20' : `first=20&after=YXJyYXljb25uZWN0aW9uOj${nth}` })],
  ['marks that were redacted', (nth) => ({ query: nth === 0 ? 'limit=20' : 'limit=20&cursor=[token]' })],
  ['what Magento calls it', (nth) => ({ query: `searchCriteria%5BcurrentPage%5D=${nth + 1}&searchCriteria%5BpageSize%5D=20` })],
])('a list of people taken in small pages by %s rings, with exactly these answers', async (_how, make) => {
  const [found, ...more] = await look([...phones, ...asks('/api/v1/orders', 'api', 60, make)]);
  expect(more).toEqual([]);
  expect(found).toMatchObject({ rule: 'bulk-export', level: 'high', succeeded: 'yes', count: 60, subject: '/api/v1/orders' });
  expect(found?.facts).toMatchObject({ how: 'page-walk', addresses: 1 });
  expect(found && titleOf(found)).toBe('A list with customers’ data was taken page by page');
  expect(found && whyKeyOf(found)).toBe('detect.rule.bulk-export.page-walk.why');
});

it('with a key that is somebody’s, from where it was taken and not from where its owner asks', async () => {
  const ERP: Partial<RequestRow> = { address: '198.51.100.140', agent: 'Erp/3', account: 'api-erp' };
  // The owner asks every quarter of an hour for the newest, before and after.
  const own = asks('/api/v1/orders', 'api', 24, () => ({ ...ERP, query: 'page=1&per_page=50' }), T - 2 * HOUR, 15 * MINUTE);
  const large = asks('/api/v1/orders', 'api', 1, () => ({ account: 'api-erp', query: 'page=1&per_page=5000', bytes: 900_000 }));
  expect(await look([...own, ...large])).toMatchObject([
    { facts: { how: 'page-size', size: 5000, bytes: 900_000, addresses: 1 }, count: 1, actor: { address: '203.0.113.240' } },
  ]);
  const walk = asks('/api/v1/orders', 'api', 60, (nth) => ({ account: 'api-erp', ...byPage(nth) }));
  expect(await look([...own, ...walk])).toMatchObject([
    { facts: { how: 'page-walk', addresses: 1 }, count: 60, actor: { address: '203.0.113.240' } },
  ]);
});

it('slowly, through the night, with the pages out of order, all the same', async () => {
  const rows = asks('/api/v1/customers', 'api', 60, (nth) => ({ query: `page=${((nth * 37) % 60) + 1}` }), T, 10 * MINUTE);
  expect(await look(rows)).toMatchObject([{ facts: { how: 'page-walk', pages: 60 } }]);
});

it('shared out among many addresses it is one', async () => {
  const rows = asks(
    '/api/v1/customers',
    'api',
    90,
    (nth) => ({ query: `page=${nth + 1}`, address: `203.0.113.${Math.floor(nth / 3)}` }),
    T,
    MINUTE,
  );
  const [found, ...more] = await look(rows);
  expect(more).toEqual([]);
  expect(found).toMatchObject({ count: 90, facts: { how: 'page-walk', pages: 90, addresses: 30 } });
});

it.each([false, true])('one page of thousands rings, at once as well (of every second: %s)', async (now) => {
  const sync = Array.from({ length: 200 }, (_, nth) =>
    asks(
      '/api/v1/orders',
      'api',
      1,
      () => ({ query: 'limit=20&page=1', address: '192.0.2.5', agent: 'erp', account: 'erp', bytes: 40_000 }),
      T - 5 * DAY + nth * 30 * MINUTE,
    ),
  ).flat();
  const theft = asks('/api/v1/orders', 'api', 1, () => ({ query: 'limit=450000&page=1', account: 'erp', bytes: 900_000 }), T + HOUR);
  const [found, ...more] = await look([...sync, ...phones, ...theft], [], now);
  expect(more).toEqual([]);
  expect(found).toMatchObject({ level: 'high', facts: { how: 'page-size', size: 450_000 } });
  expect(found && titleOf(found)).toContain('far larger pages');
});

it('says how many people those were at most: each page once, by what was asked for', async () => {
  const org = telemetry.newOrg();
  const pages = asks('/api/v1/customers', 'api', 60, byPage);
  const again = asks('/api/v1/customers', 'api', 5, byPage, T + HOUR);
  const findings = await look([...pages, ...again], [], false, org);
  const { people, reasons } = await assessAffected({ telemetry, org, shop: SHOP, until: new Date(T + DAY) }, findings);
  expect(people).toEqual({ atLeast: 1, atMost: 60 * 20 });
  expect(reasons.find((one) => one.code === 'export-asked')?.values).toMatchObject({ pages: 60, atMost: 1200 });
});

it('GraphQL whose question stands in the address, of what only the signed-in get', async () => {
  const graph =
    (size: number): Make =>
    () => ({ query: `query=%7Borders(first:${size})%7Bid%7D%7D`, account: 'c-7' });
  const refused = asks('/graphql', 'api', 3, () => ({ status: 401, query: 'query=%7Borders%7D' }), T - DAY);
  const [found] = await look([...refused, ...asks('/graphql', 'api', 1, (nth) => ({ ...graph(5000)(nth), bytes: 700_000 }))]);
  expect(found).toMatchObject({ level: 'medium', succeeded: 'unknown', facts: { how: 'page-size', size: 5000 } });
});

it('a list that the data map knows, by a program that always takes a little', async () => {
  const mapped = (query: string, bytes: number, at: number, who: Partial<RequestRow>) =>
    asks(
      '/rest/V1/customers/search',
      'export',
      1,
      () => ({ query, bytes, categories: ['name', 'email'], object_kind: 'customer', account: 'erp', ...who }),
      at,
    );
  const usual = Array.from({ length: 20 * 24 }, (_, nth) =>
    mapped('pageSize=20', 30_000, T - 20 * DAY + nth * HOUR, { address: '192.0.2.5', agent: 'erp' }),
  ).flat();
  const found = await look([...usual, ...mapped('pageSize=900', 400_000, T + HOUR, { address: '192.0.2.5', agent: 'erp' })]);
  expect(found).toMatchObject([
    { rule: 'bulk-export', level: 'high', categories: ['name', 'email'], facts: { how: 'page-size', size: 900 } },
  ]);
});

it('staff whose stolen session leafs through the whole list of orders ring, staff who leaf through some pages do not', async () => {
  const desk = (many: number, path = '/admin/orders') =>
    asks(path, 'admin', many, (nth) => ({ query: `page=${nth + 1}`, bytes: 70_000 }), T, 30 * SECOND);
  expect(await look(desk(30))).toEqual([]);
  expect(await look(desk(80))).toMatchObject([{ level: 'high', facts: { how: 'page-walk', pages: 80 } }]);
  expect(await look(desk(80, '/admin/grid'))).toMatchObject([{ level: 'medium', succeeded: 'unknown' }]);
});

it.each<[string, RequestRow[], string[]]>([
  ['products that are scrolled without end', asks('/api/v1/products', 'api', 300, byPage), []],
  ['a shelf, page by page', asks('/c/shoes', 'other', 300, byPage), []],
  ['a search', asks('/api/search', 'api', 80, byPage), []],
  ['a list of which nothing is known', asks('/api/v1/widgets', 'api', 80, byPage), []],
  ['one’s own orders of ten years', asks('/account/orders', 'other', 40, byPage), []],
  [
    'a crawler that leafs through a list it may see',
    asks('/customers', 'other', 90, (nth) => ({ ...byPage(nth), address: '198.51.100.200', agent: 'Googlebot/2.1' })),
    ['198.51.100.200'],
  ],
  ['pages that were refused', asks('/api/v1/customers', 'api', 90, (nth) => ({ ...byPage(nth), status: 403 })), []],
  ['empty pages', asks('/api/v1/customers', 'api', 90, (nth) => ({ ...byPage(nth), bytes: 40 })), []],
  ['a size that the shop caps', asks('/api/v1/customers', 'api', 3, () => ({ query: 'limit=100000' })), []],
  [
    'people who look at their last orders',
    Array.from({ length: 40 }, (_, nth) =>
      asks('/api/v1/orders', 'api', 3, (one) => ({ ...byPage(one), address: `198.51.100.${nth}` })),
    ).flat(),
    [],
  ],
  [
    'a program that takes everything every night',
    [3, 2, 1, 0].flatMap((ago) => asks('/api/v1/orders', 'api', 120, byPage, T - ago * DAY)),
    [],
  ],
])('%s: nothing rings', async (_what, rows, crawlers) => {
  expect(await look([...phones, ...rows], crawlers)).toEqual([]);
});
