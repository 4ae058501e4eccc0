import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import { makeKeys, type SftpOptions, serveSftp } from '#engines/sftp/testing/serve-sftp.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { Scope } from '#engines/verb.ts';
import { MINUTE } from '#kernel/time.ts';
import { registerShop } from '#registry/index.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { addOrderFolder } from '../../index.ts';
import { routes } from '../../routes.tsx';
import { readDueFeeds } from '../feeds/start-reading-feeds.ts';
import { listFeeds } from '../feeds/store.ts';
import { chooseFiles } from './choose-files.ts';
import { isMeant } from './folder-shape.ts';

const NOW = Date.UTC(2026, 10, 27, 12);
let house: TestHouse;
let server: Awaited<ReturnType<typeof serveSftp>> | null = null;
beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    telemetry: await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null }),
  }));
});
afterEach(async () => {
  await server?.close();
  server = null;
});
afterAll(() => house[Symbol.asyncDispose]());

async function open(options: SftpOptions = { password: 'practice-only' }, more: object = {}, allowPrivate = true) {
  house.setNow(new Date(NOW));
  const served = await serveSftp(options);
  server = served;
  const scope = house.scope(house.newOrg());
  const person = { name: 'Shop', address: 'care@shop.example' };
  const { shop } = await registerShop(scope, {
    ...{ name: 'Shop', url: 'https://shop.example', platform: 'generic', allowPrivate, timeZone: 'Europe/Warsaw', country: 'PL' },
    ...{ contact: { ...person, phone: '555' }, privacyContact: person },
  });
  const place = { host: '127.0.0.1', port: served.port, user: 'shop', folder: '/out', pattern: 'orders-*.csv' };
  await addOrderFolder(scope, { shop, toldBy: 'erp', name: 'ERP', place, password: 'practice-only', ...more });
  return { served, scope };
}
const HEAD = 'order;total;currency;exported\n';
const line = (order: number, total = '59.90') => `${order};${total};PLN;2026-11-27 09:00\n`;
const look = async (scope: Scope) => {
  await readDueFeeds(house, 'one');
  house.advance(6 * MINUTE);
  const [feed] = await house.state.inOrg(scope.org, (db) => listFeeds(db));
  if (feed === undefined) throw new Error('no feed');
  return feed;
};
const amounts = async ({ org }: Scope) => {
  const rows = await house.telemetry.query<{ amount: number }>(org, 'select amount from @order_steps order by amount', {});
  return rows.map(({ amount }) => Number(amount));
};

describe('a folder of an SFTP server', () => {
  it('tells what new and grown files tell, once; what is still written is waited for; the server is only read', async () => {
    const { served, scope } = await open();
    const old = NOW - 60 * MINUTE;
    served.put('orders-1.csv', HEAD + line(1) + line(2, '12.00'), old);
    served.put('people.csv', 'name\nAda Fictitious\n', old);
    served.put('orders-2.csv', `${HEAD}${line(3, '7.00')}4;13`, NOW - MINUTE);
    expect(await look(scope)).toMatchObject({ failures: 0, steps: 2, rejected: 0, reason: '' });
    expect(await amounts(scope)).toEqual([1_200, 5_990]);
    expect((await house.state.inOrg(scope.org, (db) => listFeeds(db)))[0]?.folder?.hostKey).toBe(served.hostKey);
    // Written on between two looks: not yet. As it was at the look before: now, with the line that nothing ends.
    served.put('orders-2.csv', `${HEAD}${line(3, '7.00')}4;13.00;PLN;2026-11-27 09:00`, NOW + 5 * MINUTE);
    expect(await look(scope)).toMatchObject({ steps: 2 });
    expect(await look(scope)).toMatchObject({ steps: 4 });
    // One that grew tells only what is new.
    served.put('orders-1.csv', HEAD + line(1) + line(2, '12.00') + line(5, '1.00'), NOW + 20 * MINUTE);
    await look(scope);
    expect(await look(scope)).toMatchObject({ steps: 5, failures: 0, reason: '' });
    expect(await amounts(scope)).toEqual([100, 700, 1_200, 1_300, 5_990]);
    const opened = served.seen.opened.length;
    await look(scope);
    expect(served.seen).toMatchObject({ wrote: [] });
    expect(served.seen.opened.slice(opened)).toEqual([]);
    expect(served.seen.opened).not.toContain('/out/people.csv');
  });

  it('with a file that never stands still is read as far as its lines are whole', async () => {
    const { served, scope } = await open();
    for (let nth = 0; nth < 4; nth += 1) {
      const now = NOW + nth * 6 * MINUTE;
      served.put('orders-live.csv', `${HEAD}${Array.from({ length: nth + 1 }, (_, n) => line(n, `${n + 1}.00`)).join('')}99;1`, now);
      await look(scope);
    }
    expect(await amounts(scope)).toEqual([100, 200, 300, 400]);
  });

  it('with a file that is none of orders says so, and reads the others', async () => {
    const { served, scope } = await open();
    served.put('orders-0.csv', 'name,town\nAda,Paris\n', NOW - 60 * MINUTE);
    served.put('orders-1.csv', HEAD + line(1), NOW - 60 * MINUTE);
    served.put('orders-huge.csv', 'x', NOW - 60 * MINUTE, 300 * 1_024 * 1_024);
    await look(scope);
    const feed = await look(scope);
    expect(feed).toMatchObject({ steps: 1, failures: 0, reason: expect.stringContaining('orders-0.csv: ') });
    expect(feed.reason).toContain('orders-huge.csv: it is larger than 256 MiB');
    expect(await amounts(scope)).toEqual([5_990]);
  });

  it('whose key changed is told nothing, and the new one is never taken silently', async () => {
    const { served, scope } = await open();
    served.put('orders-1.csv', HEAD + line(1), NOW - 60 * MINUTE);
    const { folder } = await look(scope);
    await served.close();
    const other = await serveSftp({ password: 'practice-only' });
    server = other;
    const place = JSON.stringify({ ...folder?.place, port: other.port });
    await house.state.inOrg(scope.org, (db) =>
      db.withTables<{ watch_order_feeds: { folder: string } }>().updateTable('watch_order_feeds').set({ folder: place }).execute(),
    );
    other.put('orders-2.csv', HEAD + line(2, '1.00'), NOW - 60 * MINUTE);
    const feed = await look(scope);
    expect(feed).toMatchObject({ failures: 1, reason: expect.stringContaining(`shows another key (${other.hostKey})`) });
    expect(feed.folder?.hostKey).toBe(served.hostKey);
    expect(other.seen).toMatchObject({ tried: [], opened: [] });
    expect(await amounts(scope)).toEqual([5_990]);
  });

  it('is signed in to with a key, and only when it shows the key that was given', async () => {
    const keys = makeKeys();
    const { served, scope } = await open({ publicKey: keys.public }, { password: '', privateKey: keys.private });
    served.put('orders-1.csv', HEAD + line(1), NOW - 60 * MINUTE);
    expect(await look(scope)).toMatchObject({ failures: 0, steps: 1 });
    await served.close();
    const strange = await open({ password: 'practice-only' }, { hostKey: `SHA256:${'A'.repeat(43)}` });
    expect(await look(strange.scope)).toMatchObject({ failures: 1, reason: expect.stringContaining('another key') });
    expect(strange.served.seen.tried).toEqual([]);
  });

  it('that refuses, cuts off or lies privately is told, with no secret in the words; what was stored stays', async () => {
    const wrong = await open({ password: 'practice-only' }, { password: 'hunter-not-it' });
    const refused = await look(wrong.scope);
    expect(refused).toMatchObject({ failures: 1, reason: expect.stringContaining('does not take this user') });
    expect(JSON.stringify(refused)).not.toContain('hunter-not-it');
    await wrong.served.close();
    const keyed = await open({ password: 'practice-only' }, { password: '', privateKey: 'no key at all' });
    expect(await look(keyed.scope)).toMatchObject({ failures: 1, reason: expect.stringContaining('refused') });
    await keyed.served.close();
    const cut = await open({ password: 'practice-only', cutAfter: 1 });
    cut.served.put('orders-1.csv', HEAD + line(1), NOW - 60 * MINUTE);
    cut.served.put('orders-2.csv', HEAD + line(2, '1.00'), NOW - 50 * MINUTE);
    expect(await look(cut.scope)).toMatchObject({ failures: 1, reason: expect.stringContaining('closed the connection') });
    expect(await amounts(cut.scope)).toEqual([5_990]);
    await cut.served.close();
    const closed = await open({ password: 'practice-only' }, {}, false);
    expect(await look(closed.scope)).toMatchObject({ failures: 1, reason: expect.stringMatching(/127\.0\.0\.1/) });
    expect(closed.served.seen.tried).toEqual([]);
  });

  it('is added on the page, which shows the server’s key at once and no secret ever', async () => {
    const { served, scope } = await open();
    const [first] = await house.state.inOrg(scope.org, (db) => listFeeds(db));
    served.put('orders-1.csv', HEAD + line(1), NOW - 60 * MINUTE);
    const app = serveRooms(productFiles, () => house.scope(scope.org, 'owner'), { '/watch': routes() });
    const send = (more: object) => {
      const fields = { name: 'Warehouse', toldBy: 'erp', host: '127.0.0.1', port: served.port, user: 'shop', everyMinutes: 5, ...more };
      const body = new FormData();
      for (const [name, value] of Object.entries({ folder: '/out', pattern: '*.csv', ...fields })) body.set(name, String(value));
      return app.request(`/watch/orders/${first?.shop}/folders`, { method: 'POST', body });
    };
    const wrong = await send({ password: 'practice-only', hostKey: 'MD5:12' });
    expect(wrong.status).toBe(400);
    const again = await wrong.text();
    expect(again).toContain('value="Warehouse"');
    expect(again).not.toContain('practice-only');
    expect((await send({ password: 'practice-only' })).status).toBe(303);
    const html = await (await app.request(`/watch/orders?shop=${first?.shop}`)).text();
    expect(html).toContain(served.hostKey);
    expect(html).toContain('Warehouse');
    expect(html).not.toContain('practice-only');
    expect(await amounts(scope)).toEqual([5_990]);
  });

  it('is not taken without a password or key, by a viewer, or with a path in the pattern', async () => {
    const { scope } = await open();
    const [feed] = await house.state.inOrg(scope.org, (db) => listFeeds(db));
    if (feed === undefined || feed.folder === null) throw new Error('no folder');
    const sent = { shop: feed.shop, toldBy: 'erp' as const, name: 'ERP', place: feed.folder.place, password: 'x' };
    await expect(addOrderFolder(scope, { ...sent, password: '' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    await expect(addOrderFolder(scope, { ...sent, place: { ...sent.place, pattern: '../*.csv' } })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    });
    await expect(addOrderFolder(house.scope(scope.org, 'viewer'), sent)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  });
});

it('a pattern means what the same words mean as a regular expression', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '.', 'c'), maxLength: 12 });
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?'), maxLength: 8 });
  fc.assert(
    fc.property(text, pattern, (name, given) => {
      const expression = new RegExp(`^${given.replaceAll('.', '\\.').replaceAll('?', '.').replaceAll('*', '.*')}$`);
      expect(isMeant(name, given)).toBe(expression.test(name));
    }),
  );
});

it('a file whose name is that of something every object has is a file', () => {
  const files = [
    { name: '__proto__', size: 1, changed: NOW - 60 * MINUTE },
    { name: 'constructor', size: 1, changed: NOW },
  ];
  const { read } = chooseFiles(files, {}, NOW);
  expect(read.map(({ file }) => file.name)).toEqual(['__proto__']);
});
