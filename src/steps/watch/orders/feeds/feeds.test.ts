import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { postgresOverTcp } from '#engines/testing/postgres-over-tcp.ts';
import type { TdsStatement } from '#engines/testing/read-tds.ts';
import { startTds } from '#engines/testing/start-tds.ts';
import type { Scope } from '#engines/verb.ts';
import type { ShopId } from '#kernel/ids.ts';
import { registerShop } from '#registry/index.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { addOrderFeed, removeOrderFeed } from '../../index.ts';
import { routes } from '../../routes.tsx';
import { readRows } from './read-rows.ts';
import { readyQuestions } from './ready-questions.ts';
import { readDueFeeds } from './start-reading-feeds.ts';
import { listFeeds } from './store.ts';
import { withSince } from './with-since.ts';

let house: TestHouse;
let server: Awaited<ReturnType<typeof postgresOverTcp>>;
let erp: pg.Client;

beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    telemetry: await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null }),
  }));
  server = await postgresOverTcp();
  erp = new pg.Client({ connectionString: inject('postgres').superUrl });
  await erp.connect();
  await erp.query('create database practice_erp');
  await erp.end();
  erp = new pg.Client({ connectionString: inject('postgres').superUrl.replace('/postgres?', '/practice_erp?') });
  await erp.connect();
  await erp.query(
    `create table sales (number text primary key, buyer text, amount numeric, currency text, booked timestamp, updated_at timestamptz)`,
  );
});

afterAll(async () => {
  await erp.query('drop table sales');
  await erp.end();
  server.close();
  await house[Symbol.asyncDispose]();
});

const QUERY = `select number as "order", amount as total, currency, booked as exported, updated_at as changed from sales
  where updated_at >= :since order by updated_at`;

async function openShop() {
  const scope = house.scope(house.newOrg());
  const person = { name: 'Shop', address: 'care@shop.example' };
  const { shop } = await registerShop(scope, {
    ...{ name: 'Shop', url: 'https://shop.example', platform: 'generic', allowPrivate: true, timeZone: 'Europe/Warsaw', country: 'PL' },
    ...{ contact: { ...person, phone: '555' }, privacyContact: person },
  });
  return { scope, shop };
}

const feedOf = (shop: ShopId, more: object = {}) => ({
  ...{ shop, toldBy: 'erp' as const, name: 'ERP', query: QUERY, password: server.password },
  url: `postgres://${server.user}:{{password}}@127.0.0.1:${server.port}/practice_erp`,
  ...more,
});
const feedsOf = (scope: Scope) => house.state.inOrg(scope.org, (db) => listFeeds(db));
const stepsOf = (scope: Scope) =>
  house.telemetry.query<{ step: string; at: string; amount: number; n: number }>(
    scope.org,
    `select step, toString(at, 'UTC') as at, toFloat64(amount) as amount, count() as n from @order_steps where told_by = 'erp' group by step, at, amount order by at`,
    {},
  );

describe('a database that is asked for orders', () => {
  it('tells what changed, once it is asked, and only numbers, times and amounts are kept', async () => {
    const { scope, shop } = await openShop();
    await erp.query(`insert into sales values
      ('1001', 'Ada Fictitious', 59.90, 'PLN', now() at time zone 'Europe/Warsaw' - interval '2 days', now() - interval '2 days'),
      ('1002', 'Ben Fictitious', 12.00, 'PLN', null, now() - interval '1 hour'),
      ('old', 'Cy Fictitious', 1.00, 'PLN', '2020-01-01', '2020-01-01')`);
    await addOrderFeed(scope, feedOf(shop));
    await readDueFeeds(house, 'one');
    const [feed] = await feedsOf(scope);
    expect(feed).toMatchObject({ failures: 0, steps: 1, rejected: 1, reason: 'it tells no time of any step' });
    const steps = await stepsOf(scope);
    expect(steps).toMatchObject([{ step: 'exported', amount: 5990, n: 1 }]);
    // The ERP writes the clock of the wall: two days ago in Warsaw is that instant, not an hour or two beside it.
    expect(Math.abs(Date.parse(`${steps[0]?.at.replace(' ', 'T')}Z`) - (Date.now() - 2 * 86_400_000))).toBeLessThan(120_000);
    // It is not due again at once, and an answer that overlaps counts nothing twice when it is judged.
    await erp.query(`update sales set booked = now() at time zone 'Europe/Warsaw', updated_at = now() where number = '1002'`);
    await readDueFeeds(house, 'two');
    expect((await feedsOf(scope))[0]?.steps).toBe(1);
    house.advance(6 * 60_000);
    await readDueFeeds(house, 'two');
    expect((await feedsOf(scope))[0]).toMatchObject({ steps: 2, rejected: 1, reason: '' });
    // What is told again because questions overlap is not stored again; what is told differently is.
    house.advance(6 * 60_000);
    await readDueFeeds(house, 'two');
    await erp.query(`update sales set amount = 13.00, updated_at = now() where number = '1002'`);
    house.advance(6 * 60_000);
    await readDueFeeds(house, 'two');
    expect((await feedsOf(scope))[0]).toMatchObject({ steps: 3 });
    const stored = await house.telemetry.query(scope.org, `select * from @order_steps`, {});
    expect(stored).toHaveLength(3);
    expect(JSON.stringify(stored)).not.toMatch(/Fictitious|1001|1002/);
    await erp.query('truncate sales');
  });

  it('is Microsoft’s too, over its own wire', async () => {
    const { scope, shop } = await openShop();
    const at = new Date('2026-05-01T10:00:00Z');
    house.setNow(new Date('2026-05-01T12:00:00Z'));
    let asked: TdsStatement | null = null;
    const tds = await startTds({
      password: 'practice-only',
      answer: (statement) => {
        if (statement.text.includes('snapshot_isolation_state')) return { columns: [{ name: 'state', type: 'int' }], rows: [[1]] };
        asked = statement;
        const columns = (['order', 'total', 'currency'] as const).map((name) => ({ name, type: 'nvarchar' as const }));
        const times = (['exported', 'changed'] as const).map((name) => ({ name, type: 'datetime2' as const }));
        return { columns: [...columns, ...times], rows: [['1001', '59.90', 'PLN', at, at]] };
      },
    });
    const query =
      'select number as [order], total, currency, booked as exported, changed from sales where changed >= :since order by changed';
    const url = `mssql://reader:{{password}}@127.0.0.1:${tds.port}/erp?tls=off`;
    await addOrderFeed(scope, feedOf(shop, { url, password: 'practice-only', query }));
    await readDueFeeds(house, 'mssql');
    expect((await feedsOf(scope))[0]).toMatchObject({ failures: 0, steps: 1, rejected: 0, reason: '' });
    // Ninety days back, by the clock of the wall in Warsaw, where winter time was then.
    expect(asked).toMatchObject({ text: query.replace(':since', '@p1'), times: ['2026-01-31T13:00:00.000'] });
    // Ten o'clock there is eight in Greenwich.
    expect(await stepsOf(scope)).toMatchObject([{ step: 'exported', at: '2026-05-01 08:00:00.000', amount: 5990 }]);
    await tds.close();
    house.setNow(new Date());
  });

  it('that does not answer is told once, and that it answers again, and the password never', async () => {
    const { scope, shop } = await openShop();
    const { feed } = await addOrderFeed(scope, feedOf(shop, { query: `select 1 as "order" from missing where x >= :since` }));
    for (let nth = 0; nth < 5; nth += 1) {
      await readDueFeeds(house, 'one');
      house.advance(6 * 60_000);
    }
    expect((await feedsOf(scope))[0]).toMatchObject({ failures: 5, reason: expect.stringMatching(/relation "missing" does not exist/) });
    const app = serveRooms(productFiles, () => house.scope(scope.org, 'owner'), { '/watch': routes() });
    const html = await (await app.request(`/watch/orders?shop=${shop}`)).text();
    expect(html).toContain('relation &quot;missing&quot; does not exist');
    expect(html).not.toContain(server.password);
    const entries = await house.state.inOrg(scope.org, (db) => readEntries(db, scope.org, 0, 1_000));
    expect(entries.map((entry) => entry.kind).filter((kind) => kind.startsWith('watch.order-feed'))).toEqual([
      'watch.order-feed-added',
      'watch.order-feed-failed',
    ]);
    expect(JSON.stringify(entries)).not.toContain(server.password);
    await removeOrderFeed(scope, { feed });
    expect(await feedsOf(scope)).toEqual([]);
  });

  it('that has much is read in pieces, where it says how to go on', async () => {
    const { scope, shop } = await openShop();
    await erp.query(`insert into sales select 'n' || n, 'x', 1, 'PLN', now() at time zone 'Europe/Warsaw' - (60000 - n) * interval '1 second',
      now() - (60000 - n) * interval '1 second' from generate_series(1, 45000) n`);
    await addOrderFeed(scope, feedOf(shop));
    const { feed } = await addOrderFeed(scope, feedOf(shop, { name: 'blind', query: QUERY.replace(', updated_at as changed', '') }));
    await readDueFeeds(house, 'one');
    const feeds = await feedsOf(scope);
    // The last of one piece comes again with the next.
    expect(feeds.find(({ name }) => name === 'ERP')?.steps).toBeGreaterThanOrEqual(45_000);
    expect(feeds.find(({ name }) => name === 'ERP')?.steps).toBeLessThan(45_200);
    expect(feeds.find(({ id }) => id === feed)?.reason).toMatch(/no column “changed”/);
    await erp.query('truncate sales');
  }, 120_000);

  it('is not taken without a beginning, a password in its place, or a question that reads', async () => {
    const { scope, shop } = await openShop();
    const refused = (more: object) => expect(addOrderFeed(scope, feedOf(shop, more))).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    await refused({ query: 'select 1' });
    await refused({ query: "select ':since'" });
    await refused({ url: 'postgres://reader:hunter2@erp.example/sales' });
    await refused({ password: '' });
    await refused({ timeZone: 'Mars' });
    await expect(addOrderFeed(house.scope(scope.org, 'viewer'), feedOf(shop))).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  });
});

describe('the place of the beginning', () => {
  it.each([
    ['select a from t where x >= :since', 'postgres://u@h/d', 'select a from t where x >= $1', 1],
    ['select a where x >= :since or y >= :since', 'mysql://u@h/d', 'select a where x >= ? or y >= ?', 2],
    ['select a where x >= :since or y >= :since', 'mssql://u@h/d', 'select a where x >= @p1 or y >= @p1', 1],
    [
      `select ':since', "x:since" -- :since\n where x >= :since`,
      'postgres://u@h/d',
      `select ':since', "x:since" -- :since\n where x >= $1`,
      1,
    ],
    ['select x::since_type where a > :since', 'postgres://u@h/d', 'select x::since_type where a > $1', 1],
  ])('of %s', (query, url, filled, count) => {
    expect(withSince(query, url)).toEqual({ query: filled, count });
  });
  it('must be there', () => {
    expect(withSince('select 1', 'mysql://u@h/d')).toBeNull();
  });
});

it('every ready question says where to begin and tells of orders', () => {
  for (const { query, language, 'told-by': toldBy } of readyQuestions()) {
    expect(withSince(query, `${language}://u@h/d`)?.count).toBeGreaterThan(0);
    const columns = [...query.matchAll(/\bas [`"]?(\w+)[`"]?[,\s]|, (?:\w\.)?(\w+)/g)].map((found) => found[1] ?? found[2] ?? '');
    expect(columns).toEqual(expect.arrayContaining(['order', toldBy === 'erp' ? 'exported' : 'placed', 'changed']));
    expect(() => readRows({ columns: ['order', 'placed', 'total'], rows: [] }, { toldBy: 'shop', zone: 'UTC' })).not.toThrow();
  }
});
