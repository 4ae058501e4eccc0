import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { webhookHeaders } from './neighbours/signed-webhook.ts';
import { openTestShop, type TestShop } from './testing/open-test-shop.ts';
import { readLog } from './testing/read-log.ts';
import { type Client, openClient } from './traffic/open-client.ts';

const visitor = (shop: TestShop, address = '192.0.2.77'): Client => openClient(shop.url, address, 'Mozilla/5.0 test');

async function signedIn(shop: TestShop, index = 0): Promise<Client> {
  const client = visitor(shop);
  const customer = shop.world.customers[index];
  const answer = await client.ask('/account/sign-in', { form: { email: customer?.email ?? '', password: customer?.password ?? '' } });
  expect(answer.status).toBe(303);
  return client;
}

const orderOf = (shop: TestShop, mine: boolean): string =>
  shop.world.orders.find((each) => (each.customer === shop.world.customers[0]?.id) === mine)?.number ?? '';

async function until(what: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 100; i++) {
    if (await what()) return;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  throw new Error('did not happen within three seconds');
}

test('its pages answer, and every request of every visitor is one combined line', async () => {
  await using shop = await openTestShop();
  const paths = ['/', '/catalogue', '/catalogue/tea', '/product/spotlight-teapot', '/search?q=tea', '/cart', '/account/sign-in'];
  const files = [
    '/robots.txt',
    '/sitemap.xml',
    '/.well-known/security.txt',
    '/assets/shop.css',
    '/assets/pages.css',
    '/api/products',
    '/health',
  ];
  const client = visitor(shop, '2001:db8::7');
  const sizes: number[] = [];
  for (const path of [...paths, ...files]) {
    const answer = await client.ask(path, { referer: 'https://www.practice-search.test/' });
    expect([path, answer.status]).toEqual([path, 200]);
    sizes.push(answer.bytes);
  }
  expect((await client.ask('/backup.sql')).status).toBe(404);
  const lines = await shop.lines();
  expect(lines.map((each) => each.path)).toEqual([...paths, ...files, '/backup.sql']);
  expect(lines.slice(0, -1).map((each) => each.bytes)).toEqual(sizes);
  expect(new Set(lines.map((each) => each.address))).toEqual(new Set(['2001:db8::7']));
});

test('an order page asks whose order it is only when the weakness is off', async () => {
  await using shop = await openTestShop();
  const client = await signedIn(shop);
  const theirs = `/account/orders/${orderOf(shop, false)}`;
  expect((await client.ask(theirs)).status).toBe(200);
  expect((await visitor(shop).ask(theirs)).status).toBe(302);
  shop.weaknesses.idor = false;
  expect((await client.ask(theirs)).status).toBe(404);
  expect((await client.ask(`/account/orders/${orderOf(shop, true)}`)).status).toBe(200);
  const read = (await shop.events()).filter((each) => each.event === 'shop.record.read');
  expect(read.map((each) => each['shop.object.id'])).toEqual([orderOf(shop, false), orderOf(shop, true)]);
});

test('sign-in is limited when that weakness is off', async () => {
  await using shop = await openTestShop({ weaknesses: { unlimitedSignIn: false } });
  const client = visitor(shop);
  const form = { email: 'nobody@mail.practice-shop.test', password: 'wrong' };
  const statuses: number[] = [];
  for (let i = 0; i < 12; i++) statuses.push((await client.ask('/account/sign-in', { form })).status);
  expect(statuses).toEqual([...Array(6).fill(401), ...Array(6).fill(429)]);
});

test('headers and cookie flags follow their weaknesses', async () => {
  await using shop = await openTestShop();
  const look = async () =>
    fetch(`${shop.url}/cart`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ product: 'spotlight-teapot' }) });
  const weak = await look();
  expect(weak.headers.get('content-security-policy')).toBeNull();
  expect(weak.headers.get('set-cookie')).not.toContain('HttpOnly');
  Object.assign(shop.weaknesses, { missingHeaders: false, bareCookies: false });
  const strong = await look();
  expect(strong.headers.get('content-security-policy')).toContain("default-src 'self'");
  expect(strong.headers.get('set-cookie')).toContain('HttpOnly; SameSite=Lax');
});

test('the directory answers with its key only, knows what it knows, and takes at most 500 ids', async () => {
  await using shop = await openTestShop();
  const ask = async (key: string, body: unknown) =>
    fetch(shop.directory.url, { method: 'POST', headers: { authorization: `Bearer ${key}` }, body: JSON.stringify(body) });
  const order = shop.world.orders[5];
  const owner = shop.world.customers.find((each) => each.id === order?.customer);
  expect((await ask('wrong', { kind: 'order', ids: [] })).status).toBe(401);
  expect((await ask(shop.admin.password, { kind: 'order', ids: [] })).status).toBe(401);
  const answer = await ask(shop.directory.key, { kind: 'order', ids: [order?.number, '99'] });
  expect(await answer.json()).toEqual({
    people: [
      {
        id: order?.number,
        customer: owner?.id,
        name: owner?.name,
        email: owner?.email,
        language: owner?.language,
        country: owner?.country,
        flags: owner?.flags,
      },
    ],
    unknown: ['99'],
  });
  expect((await ask(shop.directory.key, { kind: 'order', ids: Array(501).fill('1') })).status).toBe(422);
  expect((await ask(shop.directory.key, 'nonsense')).status).toBe(422);
  const customer = await ask(shop.directory.key, { kind: 'customer', ids: [owner?.id] });
  expect(await customer.json()).toMatchObject({ people: [{ id: owner?.id }], unknown: [] });
});

test('a bought order goes to the gateway, the ERP and the courier, and a monitor cannot buy', async () => {
  await using shop = await openTestShop();
  const client = await signedIn(shop);
  const card = { name: 'Practice Buyer', email: 'buyer@mail.practice-shop.test', 'card-number': '4242 4242 4242 4242' };
  await client.ask('/cart', { form: { product: 'spotlight-teapot', quantity: '2' } });
  expect((await client.ask('/checkout', { form: { ...card, 'card-number': '4242 4242 4242 4241' } })).status).toBe(422);
  const number = /order=(\d+)/.exec((await client.ask('/checkout', { form: card })).location ?? '')?.[1];
  await until(async () => (await client.ask(`/account/orders/${number}`)).text.includes('On its way'));
  const told = (await shop.events()).filter((each) => each.event.startsWith('shop.order.')).map((each) => each.event);
  expect(told).toEqual(['shop.order.placed', 'shop.order.paid', 'shop.order.exported', 'shop.order.shipped']);
  expect(shop.neighbours.crm.handled.size).toBe(1);

  const monitor = openClient(shop.url, '192.0.2.9', 'Shopbell/0.1 (journey)');
  await monitor.ask('/cart', { form: { product: 'spotlight-teapot' } });
  const till = await monitor.ask('/checkout');
  expect(till.text).toContain('id="synthetic-stop"');
  expect((await monitor.ask('/checkout', { form: card })).status).toBe(409);
});

test('a neighbour that is down is noted, and a webhook with a wrong signature is refused', async () => {
  await using shop = await openTestShop();
  shop.neighbours.gateway.switches.down = true;
  const client = await signedIn(shop);
  await client.ask('/cart', { form: { product: 'spotlight-teapot' } });
  await client.ask('/checkout', { form: { name: 'x', email: 'x@mail.practice-shop.test', 'card-number': '4242424242424242' } });
  await until(async () => (await shop.events()).some((each) => each.event === 'shop.integration.failed' && each.neighbour === 'gateway'));
  const body = JSON.stringify({ type: 'payment.captured', data: { order: orderOf(shop, true) } });
  const call = async (secret: string) =>
    (await fetch(`${shop.url}/webhooks/gateway`, { method: 'POST', headers: webhookHeaders(secret, body, Date.now()), body })).status;
  expect(await call('wrong')).toBe(401);
  expect(await call(shop.webhookSecret)).toBe(204);
});

test('rotation by rename and by truncation loses no line', async () => {
  await using shop = await openTestShop();
  const client = visitor(shop);
  const old: string[] = [];
  for (const how of ['rename', 'truncate', 'rename'] as const) {
    for (let i = 0; i < 5; i++) await client.ask(`/health?${how}-${old.length}-${i}`);
    await shop.settled();
    old.push(shop.rotateLog(how));
  }
  await client.ask('/health?after');
  expect((await shop.lines()).map((each) => each.path)).toEqual(['/health?after']);
  const before = old.flatMap((path) => readLog(readFileSync(path, 'utf8')));
  expect(new Set(before.map((each) => each.path)).size).toBe(15);
});
