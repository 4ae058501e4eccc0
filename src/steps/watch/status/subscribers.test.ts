import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { House } from '#engines/house.ts';
import type { TestHouse } from '#engines/testing/open-test-house.ts';
import { announceStatus } from '../verbs/announce-status.ts';
import { endAnnouncement } from '../verbs/end-announcement.ts';
import { tidyStatus } from '../verbs/tidy-status.ts';
import { updateAnnouncement } from '../verbs/update-announcement.ts';
import { countSubscribers } from './count-subscribers.ts';
import { sendDueStatusMails } from './send-status-mails.ts';
import { linkIn, openStatusHouse, openStatusShop, type StatusShop } from './testing/open-status-stage.ts';

const NOW = Date.UTC(2026, 10, 27, 12);
const HOUR = 3_600_000;
let house: TestHouse;
beforeAll(async () => {
  house = await openStatusHouse();
});
afterAll(() => house[Symbol.asyncDispose]());

const open = async (): Promise<StatusShop> => {
  house.setNow(new Date(NOW));
  const one = await openStatusShop(house);
  await one.note(one.pay, 'up');
  await one.note(one.account, 'up');
  await one.follow();
  return one;
};
const count = (one: StatusShop) => house.state.inOrg(one.org, (db) => countSubscribers(db, one.shop));
const stored = (one: StatusShop) =>
  house.state.inOrg(one.org, async (db) => {
    const { rows } = await sql<{ all: string }>`
      select coalesce((select json_agg(s)::text from watch_status_subscribers s), '') || coalesce((select json_agg(m)::text from watch_status_mails m), '')
        || coalesce((select json_agg(l)::text from ledger l), '') as all`.execute(db);
    return rows[0]?.all ?? '';
  });

test('nobody gets news who did not ask and confirm; looking at the link changes nothing; the answer never says whether one is known', async () => {
  const one = await open();
  const address = 'anna.first@customers.example';
  const first = await one.send('subscribe?lang=pl', { address });
  const [mail, ...others] = await one.mailsTo(address);
  expect(others).toEqual([]);
  expect(mail?.subject).toBe('Paper Lantern: czy mamy do Ciebie pisać?');
  expect(mail?.from).toContain('care@lantern.example');
  const link = linkIn(mail?.text ?? '', 'confirm');
  for (let times = 0; times < 3; times += 1) expect((await one.read(link)).status).toBe(200);
  expect(await count(one)).toMatchObject({ confirmed: 0, waiting: 1 });
  const text = await stored(one);
  expect(text).not.toContain('customers.example');
  expect(text).not.toContain(decodeURIComponent(link.split('/').at(-1)?.split('?')[0]?.split('.')[1] ?? 'x'));
  expect((await one.send(link, {})).text).toContain('Od teraz będziemy do Ciebie pisać');
  expect((await one.send(link, {})).status).toBe(200);
  expect(await count(one)).toMatchObject({ confirmed: 1, waiting: 0 });

  house.advance(HOUR);
  const again = await one.send('subscribe?lang=pl', { address: address.toUpperCase() });
  expect([again.status, again.text]).toEqual([first.status, first.text]);
  expect(await one.mailsTo(address)).toHaveLength(1);
  expect((await one.send('subscribe', { address: 'two@a.example, three@b.example' })).status).toBe(400);
  expect((await one.send('subscribe', {})).status).toBe(400);
  expect((await one.read(link.replace(/\.[A-Za-z0-9_-]{10}/, '.AAAAAAAAAA'), { method: 'POST' })).status).toBe(410);
  expect((await one.read(`/status/${one.slug}/confirm/nonsense`)).status).toBe(404);
  expect(await one.kinds()).toEqual(expect.arrayContaining(['watch.status-asked', 'watch.status-subscribed']));
});

test('a stranger’s mailbox gets three questions at most, and what nobody confirms is deleted after two days', async () => {
  const one = await open();
  const address = 'victim@customers.example';
  for (let times = 0; times < 9; times += 1) {
    await one.send('subscribe', { address });
    house.advance(6 * 60_000);
  }
  const mails = await one.mailsTo(address);
  expect(mails).toHaveLength(3);
  const link = linkIn(mails[2]?.text ?? '', 'confirm');
  house.advance(49 * HOUR);
  expect((await one.send(link, {})).status).toBe(410);
  expect(await tidyStatus(house.scope(one.org), {})).toEqual({ expired: 1 });
  expect(await count(one)).toMatchObject({ confirmed: 0, waiting: 0 });
  expect(await stored(one)).not.toContain('confirm-1');
  expect(await one.kinds()).toContain('watch.status-unsubscribed');
});

test('one address may ask ten times in ten minutes', async () => {
  const one = await open();
  const answers = [];
  for (let nth = 0; nth < 12; nth += 1) answers.push((await one.send('subscribe', { address: `n${nth}@customers.example` })).status);
  expect(answers).toEqual([...Array.from({ length: 10 }, () => 200), 429, 429]);
});

test('one press in the mail program unsubscribes, also when the page is gone, and deletes the address at once', async () => {
  const one = await open();
  await one.subscribe('leaver@customers.example', 'de');
  await one.subscribe('stayer@customers.example');
  const { announcement } = await announceStatus(one.owner, {
    shop: one.shop,
    kind: 'news',
    parts: [],
    titles: { en: 'Hello' },
    texts: { en: 'World' },
  });
  const mail = (await one.mailsTo('leaver@customers.example')).at(-1);
  expect(mail?.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
  const address = mail?.headers['list-unsubscribe'] ?? '';
  expect(address).toBe(`<${house.publicUrl}${linkIn(mail?.text ?? '', 'leave')}>`);
  const path = linkIn(mail?.text ?? '', 'leave');
  expect((await one.read(path)).text).toContain('Ja, aufhören und löschen');
  expect(await count(one)).toMatchObject({ confirmed: 2 });
  await one.set({ published: false, slug: `${one.slug}-moved` });
  expect((await one.send(path, { 'List-Unsubscribe': 'One-Click' })).status).toBe(200);
  expect((await one.send(path, { 'List-Unsubscribe': 'One-Click' })).status).toBe(200);
  expect(await count(one)).toMatchObject({ confirmed: 1 });
  await endAnnouncement(one.owner, { announcement, texts: { en: 'Bye' } });
  expect(await one.mailsTo('leaver@customers.example')).toHaveLength(2);
  expect(await one.mailsTo('stayer@customers.example')).toHaveLength(3);
});

test('each word is mailed once to each, in their language; nobody of another shop hears of it', async () => {
  const one = await open();
  const other = await open();
  await one.subscribe('pl@customers.example', 'pl');
  await one.subscribe('ja@customers.example', 'ja');
  await other.subscribe('other@customers.example');
  const titles = { en: 'Cards fail', pl: 'Karty nie działają' };
  const { announcement, mails } = await announceStatus(one.owner, {
    ...{ shop: one.shop, kind: 'trouble', parts: ['paying'], titles },
    texts: { en: 'We are on it.', pl: 'Pracujemy nad tym.' },
  });
  expect(mails).toBe(2);
  await one.follow();
  await updateAnnouncement(one.owner, { announcement, texts: { en: 'Found it.' } });
  await endAnnouncement(one.owner, { announcement, texts: { en: 'Over.', pl: 'Po wszystkim.' } });
  await one.follow();
  const polish = (await one.mailsTo('pl@customers.example')).slice(1);
  expect(polish.map((mail) => mail.subject).sort()).toEqual([
    'Paper Lantern: Karty nie działają',
    'Paper Lantern: Karty nie działają – nowe informacje',
    'Paper Lantern: Karty nie działają – zakończone',
  ]);
  expect(polish.map((mail) => mail.text).join()).toContain('Pracujemy nad tym.');
  expect(polish.every((mail) => mail.text.includes('Dotyczy: Płacenie'))).toBe(true);
  const japanese = (await one.mailsTo('ja@customers.example')).slice(1);
  expect(japanese).toHaveLength(3);
  expect(japanese[0]?.text).toContain('配信停止');
  expect(await other.mailsTo('other@customers.example')).toHaveLength(1);
});

test('trouble and its end are mailed once; what flaps is mailed once in half an hour; not known mails nothing', async () => {
  const one = await open();
  await one.subscribe('reader@customers.example');
  const subjects = async () =>
    (await one.mailsTo('reader@customers.example')).slice(1).map((mail) => mail.subject.replace('Paper Lantern: ', ''));
  const at = async (minutes: number, to: 'up' | 'down') => {
    house.setNow(new Date(NOW + minutes * 60_000));
    await one.note(one.account, to === 'up' ? 'down' : 'up');
    await one.note(one.account, to);
    await one.look();
    await one.follow();
    await one.follow();
    return subjects();
  };
  const trouble = 'Ordering, My account – there is trouble';
  const works = 'Ordering, My account – works again';
  expect(await at(1, 'down')).toEqual([trouble]);
  await at(2, 'up');
  await at(3, 'down');
  expect(await at(10, 'up')).toHaveLength(1);
  house.setNow(new Date(NOW + 20 * 60_000));
  await one.look();
  await one.follow();
  expect(await subjects()).toHaveLength(1);
  expect(await at(31, 'up')).toEqual([trouble, works]);
  expect(await at(40, 'down')).toHaveLength(2);
  expect(await at(62, 'down')).toEqual([trouble, works, trouble]);
});

test('a sender that dies after handing a mail over sends it once more under the same Message-ID, and not a third time', async () => {
  const one = await open();
  await one.subscribe('reader@customers.example');
  await announceStatus(one.owner, { shop: one.shop, kind: 'news', parts: [], titles: { en: 'Hello' }, texts: { en: 'World' } });
  const dying: House = {
    ...house,
    mailer: {
      ...house.mailer,
      send: async (mail) => {
        await house.mailer.send(mail);
        return new Promise(() => undefined);
      },
    },
  };
  const news = async () => (await house.mailer.caught({ to: 'reader@customers.example' })).filter((mail) => mail.subject.includes('Hello'));
  for (let round = 1; round <= 2; round += 1) {
    void sendDueStatusMails(dying, { batch: 10, concurrency: 1 });
    await expect.poll(async () => (await news()).length).toBe(round);
    expect(await sendDueStatusMails(house, { batch: 10, concurrency: 1 })).toBe(0);
    house.advance(7 * 60_000);
  }
  expect(await sendDueStatusMails(house, { batch: 10, concurrency: 1 })).toBe(0);
  expect(new Set((await news()).map((mail) => mail.headers['message-id'])).size).toBe(1);
  expect(await count(one)).toMatchObject({ failed: 1 });
});
