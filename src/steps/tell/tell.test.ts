import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readEntries, verifyLedger } from '#engines/ledger/verify-ledger.ts';
import type { Mailer } from '#engines/mail/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import { dataCategories } from '#kernel/people.ts';
import { countLetters } from './finish-round.ts';
import {
  checkLetterCode,
  editNotice,
  findNotice,
  listNoticeTexts,
  publishPage,
  releaseNotice,
  settleLetter,
  startSender,
} from './index.ts';
import { affectedByCode } from './readers.ts';
import { LEASE_MS } from './send-due-letters.ts';
import { readNoticeVersion, tellTables } from './store.ts';
import { type NoticeStage, openNoticeStage, tell } from './testing/open-notice-stage.ts';

let stage: NoticeStage;
let house: NoticeStage['house'];
let cases: NoticeStage['cases'];
let person: NoticeStage['person'];
let decidedCase: NoticeStage['decidedCase'];

beforeAll(async () => {
  stage = await openNoticeStage();
  ({ house, cases, person, decidedCase } = stage);
});
afterAll(async () => stage[Symbol.asyncDispose]());

const kinds = (org: OrgId) => house.state.inOrg(org, async (db) => (await readEntries(db, org, 0, 10_000)).map((entry) => entry.kind));
const mails = async (count: number) => {
  await expect.poll(async () => (await house.mailer.caught({ limit: 10_000 })).length, { timeout: 20_000 }).toBeGreaterThanOrEqual(count);
  return house.mailer.caught({ limit: 10_000 });
};
const codeIn = (text: string) => /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(text)?.[0] ?? '';

test('a decision drafts a notice; a second person releases it; every reader gets their own letter, page and code', async () => {
  const { org, notice, shop, decided } = await decidedCase(5);
  await tell(house.scope(org), { decided });
  const release = { notice: notice.id, version: 1 };
  await expect(releaseNotice(house.scope(org, 'privacy', 'per_decider'), release)).rejects.toMatchObject({ code: 'RELEASE_SAME_PERSON' });
  await expect(releaseNotice(house.scope(org, 'engineer'), release)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  await expect(releaseNotice(house.scope(house.newOrg(), 'owner', 'per_b'), release)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const released = await releaseNotice(house.scope(org, 'communicator', 'per_second'), release);
  expect(released).toMatchObject({ queued: 5, withoutAddress: 0 });
  expect(released.path).toMatch(/^\/p\/paper-lantern-[0-9a-z]+\/2026-001$/);
  const stop = await startSender(house);
  const caught = await mails(5);
  await expect.poll(() => kinds(org)).toContain('tell.round-finished');
  await stop();
  for (const mail of caught) {
    const number = Number(/reader(\d+)@/.exec(mail.to[0] ?? '')?.[1]);
    expect(mail.text).toContain(`Hello Specimen ${number},`);
    for (const other of [0, 1, 2, 3, 4].filter((n) => n !== number))
      expect(mail.text + (mail.html ?? '')).not.toContain(`Specimen ${other}`);
    expect(mail.text.includes('- what you ordered')).toBe(number % 3 !== 0);
    const code = codeIn(mail.text);
    expect(mail.html).toContain(code);
    expect(await checkLetterCode(house, shop.id, code.toLowerCase().replace('-', ' '))).toBe('ours');
    expect(await affectedByCode(house, org, notice.id, code)).toEqual(number % 3 ? ['name', 'email', 'order-contents'] : ['email']);
  }
  expect(await checkLetterCode(house, shop.id, '00000-00000')).toBe('not-ours');
  expect(await checkLetterCode(house, shop.id, 'hello')).toBe('not-ours');
  expect(new Set(caught.map((mail) => codeIn(mail.text))).size).toBe(5);
  const stored = await house.state.inOrg(org, (db) =>
    sql<{ all: string }>`select json_agg(l)::text || (select json_agg(e)::text from ledger e) as all from letters l`.execute(db),
  );
  expect(stored.rows[0]?.all).not.toMatch(/customers\.example|Specimen/);
  expect(await verifyLedger(house.state, org)).toBeGreaterThan(8);
});

test('a text that fails its checks is not released, and its editor is not its releaser', async () => {
  const { org, notice } = await decidedCase(1);
  const writer = house.scope(org, 'communicator', 'per_writer');
  await editNotice(writer, { notice: notice.id, version: 1, changes: { prevention: 'We take your security seriously.' } });
  const second = house.scope(org, 'owner', 'per_second');
  await expect(releaseNotice(second, { notice: notice.id, version: 2 })).rejects.toMatchObject({ code: 'NOTICE_UNFIT' });
  await expect(releaseNotice(second, { notice: notice.id, version: 1 })).rejects.toMatchObject({ code: 'CONFLICT' });
  await editNotice(writer, { notice: notice.id, version: 2, changes: { prevention: 'We closed the way in. We watch it day and night.' } });
  await expect(releaseNotice(writer, { notice: notice.id, version: 3 })).rejects.toMatchObject({ code: 'RELEASE_SAME_PERSON' });
  await expect(publishPage(second, { notice: notice.id })).rejects.toMatchObject({ code: 'CONFLICT' });
  await releaseNotice(second, { notice: notice.id, version: 3 });
  await expect(publishPage(second, { notice: notice.id, nextUpdateBy: '2099-01-01T00:00:00Z' })).rejects.toMatchObject({
    code: 'INPUT_INVALID',
  });
  await publishPage(second, { notice: notice.id, note: 'Nobody else was concerned.' });
});

test('the texts of a case are told to whom they concern as they stand: language, words, nobody’s name, and whether they were released', async () => {
  const { org, notice } = await decidedCase(2);
  const before = await listNoticeTexts(house, org, notice.case_id);
  expect(before.map(({ version, released }) => [version, released])).toEqual([[1, false]]);
  await releaseNotice(house.scope(org, 'owner', 'per_second'), { notice: notice.id, version: 1 });
  const [text] = await listNoticeTexts(house, org, notice.case_id);
  const { content } = await house.state.inOrg(org, (db) => readNoticeVersion(db, notice.id, 1));
  expect(text).toMatchObject({ released: true, language: content.language, subject: content.subject });
  expect(text?.text).toContain(content.opening);
  expect(text?.text).toContain('{name}');
  expect(text?.text).toContain('{code}');
  expect(await listNoticeTexts(house, house.newOrg(), notice.case_id)).toEqual([]);
});

test('people who turn out to be concerned later are told as well, once; people without an address are counted', async () => {
  const { org, notice, id, key } = await decidedCase(2);
  cases.get(id)?.people.push(person(key, 90, ['email'], ''));
  const releasedBy = house.scope(org, 'owner', 'per_second');
  expect(await releaseNotice(releasedBy, { notice: notice.id, version: 1 })).toMatchObject({ queued: 2, withoutAddress: 1 });
  const stop = await startSender(house);
  const finished = () => house.state.inOrg(org, async (db) => (await findNotice(db, notice.id)).state);
  await expect.poll(finished).toBe('finished');
  cases.get(id)?.people.push(person(key, 91, ['email']));
  await tell(house.scope(org), { stated: { case: id, version: 2, changed: ['people'] } });
  const counts = () => house.state.inOrg(org, (db) => countLetters(db, notice.id));
  await expect.poll(async () => (await counts()).sent).toBe(3);
  await expect.poll(finished).toBe('finished');
  await stop();
  expect(await counts()).toMatchObject({ sent: 3, failed: 0, 'no-address': 1 });
  expect((await kinds(org)).filter((kind) => kind === 'tell.letter-delivered')).toHaveLength(3);
});

test('a sender that dies in the middle loses nobody: what it was sending is unknown, sent once more and recognisable', async () => {
  const start = new Date('2026-11-21T10:00:00Z');
  house.setNow(start);
  const { org, notice } = await decidedCase(30, (key, n) => person(key, 1000 + n, ['email']));
  await releaseNotice(house.scope(org, 'owner', 'per_second'), { notice: notice.id, version: 1 });
  let handed = 0;
  const dying: Mailer = {
    ...house.mailer,
    send: async (mail) => {
      handed += 1;
      const mine = handed;
      if (mine > 12) return new Promise(() => undefined);
      const receipt = await house.mailer.send(mail);
      return mine > 8 ? new Promise(() => undefined) : receipt;
    },
  };
  const counts = () => house.state.inOrg(org, (db) => countLetters(db, notice.id));
  void startSender({ ...house, mailer: dying });
  await expect.poll(() => handed).toBeGreaterThan(12);
  await sleep(200);
  const stop = await startSender(house);
  expect(await counts()).toMatchObject({ sending: 30 });
  house.setNow(new Date(start.getTime() + LEASE_MS + 1));
  await expect.poll(async () => (await counts()).unknown, { timeout: 10_000 }).toBe(30);
  expect(await kinds(org)).not.toContain('tell.round-finished');
  house.setNow(new Date(start.getTime() + 2 * LEASE_MS));
  await expect.poll(async () => (await counts()).sent, { timeout: 10_000 }).toBe(30);
  await expect.poll(() => kinds(org)).toContain('tell.round-finished');
  await stop();
  const own = (await house.mailer.caught({ limit: 10_000 })).filter((mail) => /reader10\d\d@/.test(mail.to[0] ?? ''));
  const ids = Map.groupBy(own, (mail) => mail.to[0]);
  expect(ids.size).toBe(30);
  for (const copies of ids.values()) expect(new Set(copies.map((mail) => mail.headers['message-id'])).size).toBe(1);
  expect(await counts()).toMatchObject({ perhapsTwice: 30, willRetry: 0 });
});

test('a server that refuses is asked again, then it is said that the letter failed, and a person can send it again', async () => {
  house.setNow(new Date('2026-11-22T10:00:00Z'));
  const { org, notice } = await decidedCase(1, (key, n) => person(key, 2000 + n, ['email']));
  await releaseNotice(house.scope(org, 'owner', 'per_second'), { notice: notice.id, version: 1 });
  const refusing: Mailer = { ...house.mailer, send: async () => Promise.reject(new Error('451 try later')) };
  const stopRefusing = await startSender({ ...house, mailer: refusing });
  const letter = () =>
    house.state.inOrg(org, (db) =>
      tellTables(db).selectFrom('letters').selectAll().where('notice_id', '=', notice.id).executeTakeFirstOrThrow(),
    );
  const failing = async () => {
    const { state } = await letter();
    if (state === 'queued') house.advance(3 * 3_600_000);
    return state;
  };
  const failures = async () => (await kinds(org)).filter((kind) => kind === 'tell.letter-failed').length;
  await expect.poll(failures).toBe(1);
  // Four days of trying are 55 attempts: the last three are seen here.
  await house.state.inOrg(org, (db) =>
    tellTables(db).updateTable('letters').set({ attempts: 52 }).where('notice_id', '=', notice.id).execute(),
  );
  await expect.poll(failing, { timeout: 25_000 }).toBe('failed');
  await stopRefusing();
  expect(await failures()).toBe(4);
  await expect(settleLetter(house.scope(org, 'viewer'), { letter: (await letter()).id, how: 'send-again' })).rejects.toMatchObject({
    code: 'NOT_ALLOWED',
  });
  await settleLetter(house.scope(org, 'owner'), { letter: (await letter()).id, how: 'send-again' });
  const stop = await startSender(house);
  await expect.poll(async () => (await letter()).state).toBe('sent');
  await stop();
});

test('when a case is shredded, the cards of its letters go with it and what was still waiting does not leave', async () => {
  const { org, notice, id } = await decidedCase(2, (key, n) => person(key, 3000 + n, ['email']));
  await releaseNotice(house.scope(org, 'owner', 'per_second'), { notice: notice.id, version: 1 });
  const known = cases.get(id);
  if (known) cases.set(id, { ...known, brief: { ...known.brief, key: null } });
  await tell(house.scope(org), { shredded: { case: id, people: 2, records: 2 } });
  await expect.poll(() => kinds(org)).toContain('tell.letters-shredded');
  const stop = await startSender(house);
  await expect.poll(() => kinds(org)).toContain('tell.round-finished');
  await stop();
  const letters = await house.state.inOrg(org, (db) => tellTables(db).selectFrom('letters').select(['card', 'state']).execute());
  expect(letters).toEqual([
    { card: '', state: 'failed' },
    { card: '', state: 'failed' },
  ]);
});

test('a thousand letters leave, one row and one ledger entry each', async () => {
  house.setNow(new Date('2026-11-23T10:00:00Z'));
  const { org, notice } = await decidedCase(1_000, (key, n) => person(key, 10_000 + n, dataCategories.slice(0, 1 + (n % 5))));
  const started = performance.now();
  await releaseNotice(house.scope(org, 'owner', 'per_second'), { notice: notice.id, version: 1 });
  const stop = await startSender(house);
  await expect
    .poll(async () => (await house.state.inOrg(org, (db) => findNotice(db, notice.id))).state, { timeout: 50_000, interval: 100 })
    .toBe('finished');
  const ms = performance.now() - started;
  await stop();
  expect((await kinds(org)).filter((kind) => kind === 'tell.letter-delivered')).toHaveLength(1_000);
  expect(ms).toBeLessThan(30_000);
  expect((await house.state.inOrg(org, (db) => readNoticeVersion(db, notice.id, 1))).written_by).toBe('per_decider');
});
