import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import { openLog } from '#engines/log/open-log.ts';
import { connectState } from '#engines/state/open-state.ts';
import type { TestHouse } from '#engines/testing/open-test-house.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { publicRoutes } from '../public-routes.tsx';
import { announceStatus } from '../verbs/announce-status.ts';
import { endAnnouncement } from '../verbs/end-announcement.ts';
import { pauseCheck } from '../verbs/pause-check.ts';
import { planWork } from '../verbs/plan-work.ts';
import { updateAnnouncement } from '../verbs/update-announcement.ts';
import { openStatusWriter } from './open-status-writer.ts';
import { snapshotShape } from './snapshot.ts';
import { startStatusPages } from './start-status-pages.ts';
import { openStatusHouse, openStatusShop, SECRET_NAME, SECRET_REASON, type StatusShop } from './testing/open-status-stage.ts';

const NOW = Date.UTC(2026, 10, 27, 12);
let house: TestHouse;
beforeAll(async () => {
  house = await openStatusHouse();
});
afterAll(() => house[Symbol.asyncDispose]());

const states = async (one: StatusShop) => Object.fromEntries((await one.follow()).parts.map(({ part, state }) => [part, state]));
const pass = (seconds: number) => house.advance(seconds * 1_000);
const both = async (one: StatusShop, to: 'up' | 'down') => {
  await one.note(one.pay, to);
  await one.note(one.account, to);
};
/** What is served may be a second old. */
const settle = () => house.clock.sleep(1_050);

describe('publishing', () => {
  test('a page is off until somebody publishes it, its address is one for everybody, and only who configures sets it', async () => {
    house.setNow(new Date(NOW));
    const one = await openStatusShop(house, { publish: false });
    expect((await one.read('')).status).toBe(404);
    expect((await one.read('status.json')).status).toBe(404);
    await one.set({ published: false });
    expect((await one.read('')).status).toBe(404);
    await one.set();
    const page = await one.read('');
    expect(page.status).toBe(200);
    expect(page.text).toContain('Paper Lantern');
    // One script, our own, for nothing but news in the browser; the copies in files have none.
    expect(page.text.match(/<script[^>]*>/g)).toEqual([
      expect.stringMatching(/^<script type="module" src="\/assets\/status-push\.[\w-]+\.js">$/),
    ]);
    expect(page.text.match(/<h1/g)).toHaveLength(1);
    const other = await openStatusShop(house, { publish: false });
    await expect(other.set({ slug: one.slug })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    await expect(other.set({ slug: 'Ab' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    await expect(other.set({ checks: [{ part: 'paying', check: one.pay }] })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const { setStatusPage } = await import('../verbs/set-status-page.ts');
    const wish = { shop: one.shop, slug: one.slug, language: 'pl' as const, published: false, useOrders: false, checks: [] };
    await expect(setStatusPage(house.scope(one.org, 'communicator'), wish)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await one.kinds()).toEqual(['watch.status-page-set', 'watch.status-page-set']);
  });

  test('the console publishes, chooses, announces and ends; what is wrong is said beside its form', async () => {
    const one = await openStatusShop(house, { publish: false });
    expect((await one.read('/watch/status')).text).toContain('has no public status page');
    const fields = { published: 'yes', slug: one.slug, language: 'de', 'check-paying': one.pay, orders: 'yes' };
    expect((await one.send(`/watch/status/${one.shop}`, fields)).status).toBe(303);
    expect((await one.send(`/watch/status/${one.shop}`, { ...fields, slug: 'A B' })).status).toBe(400);
    await one.note(one.pay, 'up');
    expect(await states(one)).toEqual({ ordering: 'unknown', paying: 'fine', delivery: 'unknown', account: 'unknown' });
    const said = { kind: 'trouble', part: 'paying', 'title-de': 'Zahlungen haken', 'text-de': 'Wir sind dran.', 'text-en': '' };
    expect((await one.send(`/watch/status/${one.shop}/announce`, { ...said, 'text-de': '' })).status).toBe(400);
    expect((await one.send(`/watch/status/${one.shop}/announce`, { ...said, 'text-en': 'We are on it.' })).text).toContain(
      'in each language',
    );
    expect((await one.send(`/watch/status/${one.shop}/announce`, said)).status).toBe(303);
    const page = (await one.read(`/watch/status?shop=${one.shop}`)).text;
    expect(page).toContain('Zahlungen haken');
    const [, id = ''] = /announcements\/(ann_\w+)/.exec(page) ?? [];
    const post = (what: string) => {
      pass(1);
      return one.send(`/watch/status/${one.shop}/announcements/${id}`, { do: what, 'text-de': `mehr ${what}` });
    };
    expect([(await post('update')).status, (await post('end')).status, (await post('end')).status]).toEqual([303, 303, 409]);
    expect((await one.follow()).announcements[0]?.posts.map(({ kind }) => kind)).toEqual(['end', 'update', 'begin']);
  });
});

describe('how the parts stand', () => {
  test('they follow what was confirmed; what nobody looks at is not known; planned work is no trouble', async () => {
    house.setNow(new Date(NOW));
    const one = await openStatusShop(house);
    expect(await states(one)).toEqual({ ordering: 'unknown', paying: 'unknown', delivery: 'unknown', account: 'unknown' });
    await both(one, 'up');
    expect(await states(one)).toEqual({ ordering: 'fine', paying: 'fine', delivery: 'unknown', account: 'fine' });
    await one.note(one.pay, 'down');
    expect(await states(one)).toEqual({ ordering: 'trouble', paying: 'trouble', delivery: 'unknown', account: 'fine' });
    await planWork(one.owner, { shop: one.shop, from: house.clock.now(), to: new Date(NOW + 3_600_000), why: 'a secret release' });
    expect(await states(one)).toMatchObject({ paying: 'work', account: 'fine' });
    await one.note(one.pay, 'up');
    await pauseCheck(one.owner, { check: one.account, paused: true });
    expect(await states(one)).toMatchObject({ ordering: 'unknown', paying: 'fine', account: 'unknown' });
    pass(30);
    await one.look();
    pass(30);
    expect(await states(one)).toMatchObject({ paying: 'fine' });
    pass(40);
    expect(await states(one)).toMatchObject({ paying: 'unknown' });
  });

  test('a page that nobody renews says so, and calls nothing fine', async () => {
    house.setNow(new Date(NOW));
    const one = await openStatusShop(house);
    await both(one, 'up');
    await one.follow();
    expect(JSON.parse((await one.read('status.json')).text)).toMatchObject({ asOf: new Date(NOW).toISOString() });
    expect((await one.read('')).text).not.toContain('has not been renewed');
    pass(120);
    const { text } = await one.read('');
    expect(text).toContain('has not been renewed');
    expect(text).not.toContain('>Works<');
    const json = JSON.parse((await one.read('status.json')).text);
    expect(json.parts.map((part: { state: string }) => part.state)).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
    expect((await one.follow()).parts.find(({ part }) => part === 'paying')?.state).toBe('unknown');
  });
});

test('nothing of how the shop is watched gets out, in any file or page', async () => {
  house.setNow(new Date(NOW));
  const one = await openStatusShop(house);
  await both(one, 'up');
  await one.follow();
  pass(20);
  await one.note(one.pay, 'down');
  await planWork(one.owner, { shop: one.shop, from: new Date(NOW + 7_200_000), to: new Date(NOW + 9_000_000), why: 'a secret release' });
  const writer = openStatusWriter(house);
  await writer.write(one.slug, await one.follow());
  const served = await Promise.all(['', '?lang=pl', '?lang=de', '?lang=ja'].map((query) => one.read(`/status/${one.slug}${query}`)));
  const feeds = await Promise.all(['feed.atom', 'feed.rss', 'status.json'].map((path) => one.read(path)));
  const names = ['index.html', 'en.html', 'pl.html', 'de.html', 'ja.html', 'feed.atom', 'feed.rss', 'ja.atom', 'status.json'];
  const files = await Promise.all(names.map(async (name) => String(await house.published.read(`${one.slug}/${name}`))));
  const all = [...[...served, ...feeds].map(({ status, text }) => `${status} ${text}`), ...files];
  expect([...served, ...feeds].every(({ status }) => status === 200)).toBe(true);
  for (const text of all) {
    expect(text.length).toBeGreaterThan(200);
    for (const secret of [SECRET_NAME, SECRET_REASON, 'accounts database', 'secret release', '10.20.30.40', 'shop.example', 'chk_', 'org_'])
      expect(text).not.toContain(secret);
    expect(text.replace(/lang=|#news/g, '')).not.toContain(one.shop);
  }
  expect(served.map(({ headers }) => headers.get('content-language'))).toEqual(['en', 'pl', 'de', 'ja']);
  expect(served[1]?.text).toContain('Coś nie działa tak, jak powinno.');
  expect(served[3]?.text).toContain('一部に問題が起きています。');
});

test('files are a whole page that needs nothing else, stamped anew, removed when unpublished, and served when the state is gone', async () => {
  house.setNow(new Date(NOW));
  const one = await openStatusShop(house);
  await both(one, 'up');
  const stop = await startStatusPages(house);
  const file = async (name: string) => String(await house.published.read(`${one.slug}/${name}`));
  await expect.poll(() => file('index.html'), { timeout: 10_000 }).toContain('Zamawianie');
  const html = await file('en.html');
  const style = /href="(public\.[\w-]+\.css)"/.exec(html)?.[1] ?? '';
  expect((await file(style)).length).toBeGreaterThan(10_000);
  expect(html).toContain('27 Nov 2026, 13:00:00 CET');
  expect(html).toContain(`href="${house.publicUrl}/status/${one.slug}?lang=en#news"`);
  expect(html).not.toMatch(/<form|<script/);
  expect(snapshotShape.parse(JSON.parse(await file('status.json')))).toMatchObject({
    shop: 'Paper Lantern',
    asOf: new Date(NOW).toISOString(),
  });
  pass(8);
  await expect.poll(() => file('en.html'), { timeout: 15_000 }).toContain('13:00:08');
  await one.note(one.pay, 'down');
  await expect.poll(() => file('en.html'), { timeout: 10_000 }).toContain('Something does not work');

  const dead = connectState('postgresql://nobody@127.0.0.1:1/nowhere', openLog('silent'), 1, null);
  const scope = { ...one.owner, house: { ...house, state: dead } };
  const rooms = serveRooms(productFiles, () => scope, { '/status': publicRoutes() });
  const answer = await rooms.request(`/status/${one.slug}`);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('Something does not work');
  pass(90);
  const old = await serveRooms(productFiles, () => scope, { '/status': publicRoutes() }).request(`/status/${one.slug}`);
  expect(await old.text()).toContain('has not been renewed');
  await dead.close();

  await one.set({ published: false });
  await expect.poll(() => house.published.folders(), { timeout: 10_000 }).not.toContain(one.slug);
  await stop();
});

test('announcements come first while they are open and below when they are over; feeds tell each word of them', async () => {
  house.setNow(new Date(NOW));
  const one = await openStatusShop(house);
  await both(one, 'up');
  await one.follow();
  const communicator = house.scope(one.org, 'communicator');
  const titles = { en: 'Card payments <fail>', pl: 'Płatności kartą nie działają' };
  const { announcement } = await announceStatus(communicator, {
    ...{ shop: one.shop, kind: 'trouble', parts: ['paying'], titles },
    texts: { en: 'We are on it & sorry.', pl: 'Pracujemy nad tym.' },
  });
  expect(await states(one)).toMatchObject({ paying: 'trouble', account: 'fine' });
  pass(30);
  await updateAnnouncement(communicator, { announcement, texts: { en: 'Found it.' } });
  await one.look();
  await one.follow();
  await settle();
  const page = (await one.read('')).text;
  expect(page.indexOf('Card payments &lt;fail&gt;')).toBeLessThan(page.indexOf('id="parts"'));
  const japanese = (await one.read(`/status/${one.slug}?lang=ja`)).text;
  expect(japanese).toContain('<span lang="pl">Płatności kartą nie działają</span>');
  expect(japanese).toContain('<span lang="en">Found it.</span>');
  const atom = (await one.read('feed.atom')).text;
  expect(atom.match(/<entry>/g)).toHaveLength(2);
  expect(atom).toContain('We are on it &amp; sorry.');
  pass(30);
  await endAnnouncement(communicator, { announcement, texts: { en: 'It works again.' } });
  await expect(updateAnnouncement(communicator, { announcement, texts: { en: 'x' } })).rejects.toMatchObject({ code: 'CONFLICT' });
  await one.look();
  expect(await states(one)).toMatchObject({ paying: 'fine' });
  await settle();
  const after = (await one.read('')).text;
  expect(after.indexOf('Card payments &lt;fail&gt;')).toBeGreaterThan(after.indexOf('id="past"'));
  expect((await one.read('feed.rss')).text.match(/<item>/g)).toHaveLength(3);
  const days = (await one.snapshot()).parts.find(({ part }) => part === 'paying')?.days ?? [];
  expect(days).toHaveLength(90);
  expect(days.at(-1)).toMatchObject({ state: 'trouble', troubleMinutes: 1 });
  expect(days.at(-2)).toMatchObject({ state: 'unknown', unknownMinutes: 1_440 });
  await expect(
    announceStatus(house.scope(one.org, 'viewer'), { shop: one.shop, kind: 'news', parts: [], titles, texts: titles }),
  ).rejects.toMatchObject({
    code: 'NOT_ALLOWED',
  });
});
