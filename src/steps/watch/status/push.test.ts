import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { openMailer } from '#engines/mail/open-mailer.ts';
import { openPusher } from '#engines/push/open-pusher.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { type PushService, startPushService, type TestBrowser } from '#engines/testing/start-push-service.ts';
import { announceStatus } from '../verbs/announce-status.ts';
import { countSubscribers } from './count-subscribers.ts';
import { sendDueStatusMails } from './send-status-mails.ts';
import { openStatusShop, type StatusShop } from './testing/open-status-stage.ts';

const NOW = Date.UTC(2026, 10, 27, 12);
const MINUTE = 60_000;
let house: TestHouse;
let service: PushService;
beforeAll(async () => {
  service = await startPushService();
  house = await openTestHouse(async (folder) => ({
    ...{ mailer: await openMailer({ folder: `${folder}/mailbox` }), mailFrom: 'bell@lantern.example' },
    push: openPusher(openHttpClient(), { allowPrivate: true, requireTrusted: false }),
  }));
});
afterAll(async () => {
  await house[Symbol.asyncDispose]();
  await service[Symbol.asyncDispose]();
});

const open = async (): Promise<StatusShop> => {
  house.setNow(new Date(NOW));
  const one = await openStatusShop(house);
  await one.note(one.pay, 'up');
  await one.note(one.account, 'up');
  await one.follow();
  return one;
};
const post = (one: StatusShop, path: string, content: unknown, lang = 'en') =>
  one.read(`${path}?lang=${lang}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof content === 'string' ? content : JSON.stringify(content),
  });
/** As `JSON.stringify(subscription)` writes it in a browser. */
const toJSON = ({ target: { endpoint, p256dh, auth } }: TestBrowser) => ({ endpoint, expirationTime: null, keys: { p256dh, auth } });
const subscribe = async (one: StatusShop, lang = 'en') => {
  const browser = service.newBrowser();
  expect((await post(one, 'push', toJSON(browser), lang)).status).toBe(204);
  return browser;
};
const send = async () => {
  while ((await sendDueStatusMails(house, { batch: 50, concurrency: 2 })) > 0);
};
const count = (one: StatusShop) => house.state.inOrg(one.org, (db) => countSubscribers(db, one.shop));
const told = (browser: TestBrowser) => browser.heard.map(({ text }) => JSON.parse(text) as Record<string, string>);
const shopsDown = async (one: StatusShop) => {
  await one.note(one.account, 'down');
  await one.look();
  await one.follow();
  await send();
};

test('a browser hears in its language what happens, signed by the organisation’s key that the page shows', async () => {
  const one = await open();
  const [polish, japanese] = [await subscribe(one, 'pl'), await subscribe(one, 'ja')];
  await shopsDown(one);
  expect(told(polish)).toHaveLength(1);
  expect(told(polish)[0]).toMatchObject({ lang: 'pl', stop: 'Nie powiadamiaj', url: `${house.publicUrl}/status/${one.slug}?lang=pl` });
  expect(told(polish)[0]?.title).toContain('Paper Lantern');
  expect(told(japanese)[0]).toMatchObject({ lang: 'ja', stop: '停止' });
  const page = (await one.read('')).text;
  const key = /data-key="([\w-]{87})"/.exec(page)?.[1];
  expect(polish.heard[0]?.key).toBe(key);
  expect(polish.heard[0]?.claims.sub).toBe('mailto:care@lantern.example');
  expect(page).toMatch(/<div id="push"[^>]* hidden/);
  const texts = { pl: '漢'.repeat(2_000), en: 'x' };
  await announceStatus(one.owner, { shop: one.shop, kind: 'news', parts: [], titles: { pl: 'Tytuł', en: 'T' }, texts });
  await send();
  expect(told(polish)[1]?.body).toHaveLength(500);
  const other = await open();
  const otherKey = /data-key="([\w-]{87})"/.exec((await other.read('')).text)?.[1];
  expect(otherKey).toHaveLength(87);
  expect(otherKey).not.toBe(key);
});

test('nothing of a browser is stored in the clear, and it is counted once', async () => {
  const one = await open();
  const browser = await subscribe(one);
  expect((await post(one, 'push', toJSON(browser), 'de')).status).toBe(204);
  expect(await count(one)).toEqual({ confirmed: 0, waiting: 0, push: 1, failed: 0 });
  const all = await house.state.inOrg(one.org, async (db) => {
    const { rows } = await sql<{ all: string }>`
      select (select json_agg(s)::text from watch_status_subscribers s) || (select json_agg(k)::text from watch_status_push_keys k)
        || (select json_agg(l)::text from ledger l) as all`.execute(db);
    return rows[0]?.all ?? '';
  });
  for (const secret of [browser.target.endpoint, browser.target.endpoint.split('/').at(-1) ?? 'x', browser.target.auth, 'localhost'])
    expect(all).not.toContain(secret);
  await shopsDown(one);
  expect(told(browser).map(({ lang }) => lang)).toEqual(['de']);
});

test('what flaps tells once in half an hour, as by mail', async () => {
  const one = await open();
  const browser = await subscribe(one);
  for (let minute = 1; minute <= 28; minute += 1) {
    house.setNow(new Date(NOW + minute * MINUTE));
    await one.note(one.account, minute % 2 === 0 ? 'up' : 'down');
    await one.look();
    await one.follow();
    await send();
  }
  expect(told(browser)).toHaveLength(1);
  house.setNow(new Date(NOW + 40 * MINUTE));
  await one.look();
  await one.follow();
  await send();
  expect(told(browser).map(({ title }) => title?.split('– ')[1])).toEqual(['there is trouble', 'works again']);
  expect(new Set(browser.heard.map(({ headers }) => headers.topic))).toEqual(new Set(['parts']));
});

test('one press stops it: the endpoint is deleted with what waits for it', async () => {
  const one = await open();
  const [browser, stays] = [await subscribe(one), await subscribe(one)];
  await one.note(one.account, 'down');
  await one.look();
  await one.follow();
  expect((await post(one, 'push/leave', { endpoint: browser.target.endpoint })).status).toBe(204);
  expect((await post(one, 'push/leave', { endpoint: browser.target.endpoint })).status).toBe(204);
  await send();
  expect([browser.heard.length, stays.heard.length]).toEqual([0, 1]);
  expect((await count(one)).push).toBe(1);
  expect(await one.kinds()).toContain('watch.status-unsubscribed');
});

test('a browser that is gone is deleted; one that cannot be reached just now hears later, and once', async () => {
  const one = await open();
  const [gone, slow, wrong] = [await subscribe(one), await subscribe(one), await subscribe(one)];
  gone.answer = { status: 410 };
  slow.answer = { status: 503, headers: { 'retry-after': '600' } };
  wrong.answer = { status: 403 };
  await shopsDown(one);
  expect(await count(one)).toMatchObject({ push: 2, failed: 1 });
  slow.answer = { status: 201 };
  house.advance(5 * MINUTE);
  await send();
  expect(slow.heard).toHaveLength(0);
  house.advance(6 * MINUTE);
  await send();
  await send();
  expect(slow.heard).toHaveLength(1);
  const wrongOrg = await open();
  expect((await post(wrongOrg, 'push/leave', { endpoint: slow.target.endpoint })).status).toBe(204);
  expect((await count(one)).push).toBe(2);
});

test('hostile subscriptions are refused plainly, and too many are told to wait', async () => {
  const one = await open();
  const good = toJSON(service.newBrowser());
  for (const bad of [
    'not json',
    '[]',
    'null',
    {},
    { endpoint: good.endpoint },
    { ...good, endpoint: 'http://push.example/' },
    { ...good, keys: { p256dh: 'AAAA', auth: 'AAAA' } },
    { ...good, endpoint: `https://push.example/${'x'.repeat(3_000)}` },
  ])
    expect((await post(one, 'push', bad)).status).toBe(400);
  expect((await count(one)).push).toBe(0);
  let last = 0;
  for (let times = 0; times < 12; times += 1) last = (await post(one, 'push', good)).status;
  expect(last).toBe(429);
  expect((await one.read('/status/nobody-is-here/push', { method: 'POST', body: '{}' })).status).toBe(404);
  const worker = await one.read('push-worker.js');
  expect(worker.headers.get('content-type')).toContain('text/javascript');
  expect(worker.headers.get('content-security-policy')).toContain("default-src 'none'");
});
