import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { Ports } from '#engines/house.ts';
import { type Delivery, startDelivery } from '#engines/ledger/start-delivery.ts';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import { openMailer } from '#engines/mail/open-mailer.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { defineVerb } from '#engines/verb.ts';
import { makeId, type OrgId } from '#kernel/ids.ts';
import { HOUR } from '#kernel/time.ts';
import { clockReminded } from '#steps/decide/events.ts';
import { acknowledgeByLink, addContact, reactions, startPager } from './index.ts';

type Reminder = z.input<typeof clockReminded.payload>;

const words: Pick<Ports, 'factWords'> = { factWords: (names, language) => names.map((name) => `${language}:${name}`) };

let house: TestHouse;
let delivery: Delivery;
let stopPager: () => Promise<void>;

beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    mailer: await openMailer({ folder: join(folder, 'mail') }),
    mailFrom: 'pager@lantern.example',
    ports: words as Ports,
  }));
  delivery = await startDelivery(house, reactions);
  stopPager = await startPager(house);
});
afterAll(async () => {
  await stopPager();
  await delivery.stop();
  await house[Symbol.asyncDispose]();
});

/** Stands for decide: writes its reminder. */
const remind = defineVerb({
  name: 'test.remind',
  permission: 'machine',
  effect: 'writes',
  input: z.custom<Reminder>(),
  run: async (ctx, reminder) => {
    await ctx.record(clockReminded, reminder, reminder.case);
    return {};
  },
});

const newId = <P extends string>(prefix: P) => makeId(prefix, Date.now(), house.random.bytes(16));
const address = () => `${newId('who').slice(4).toLowerCase()}@lantern.example`;
const kinds = async (org: OrgId) => (await house.state.inOrg(org, (db) => readEntries(db, org, 0, 1_000))).map((entry) => entry.kind);
const reminder = (over: Partial<Reminder> = {}): Reminder => ({
  case: newId('case'),
  incident: null,
  shop: null,
  number: '2026-007',
  title: 'A laptop was left on a train',
  duty: 'GDPR-33-1',
  regime: 'gdpr',
  stage: 'notification',
  to: 'authority',
  answer: 'unknown',
  share: 50,
  anchorAt: new Date(Date.now() - 36 * HOUR).toISOString(),
  dueAt: new Date(Date.now() + 36 * HOUR + 60_000).toISOString(),
  overtaken: false,
  missing: ['categories', 'people'],
  ...over,
});
const overdue = (org: OrgId) =>
  house.state.inOrg(org, (db) => sql`update pages set answer_by = now() - interval '1 second' where answer_by is not null`.execute(db));

test('a reminder pages who is on call: what is due, how long is left, what is missing, and that a first notice is due all the same', async () => {
  const org = house.newOrg();
  const owner = house.scope(org, 'owner');
  const [one, two] = [address(), address()];
  await addContact(owner, { name: 'One', kind: 'mail', address: one, position: 1, waitMinutes: 5, language: 'de' });
  await addContact(owner, { name: 'Two', kind: 'mail', address: two, position: 2, waitMinutes: 5 });
  const told = reminder();
  await remind(house.scope(org), told);
  await remind(house.scope(org), reminder({ case: told.case, overtaken: true }));
  await expect.poll(() => house.mailer.caught({ to: one }), { timeout: 8_000 }).toHaveLength(1);
  const [mail] = await house.mailer.caught({ to: one });
  expect(mail?.subject).toBe('Noch 36 Stunden: Meldung an die Aufsichtsbehörde, Fall 2026-007');
  for (const words of ['schrittweise', 'de:categories, de:people', `/decide/cases/${told.case}`, '50 % der Frist'])
    expect(mail?.text).toContain(words);
  await expect.poll(() => kinds(org)).toContain('respond.page-sent');
  await overdue(org);
  await expect.poll(() => house.mailer.caught({ to: two }), { timeout: 8_000 }).toHaveLength(1);
  await expect.poll(async () => (await kinds(org)).filter((kind) => kind === 'respond.page-sent').length).toBe(2);
  // Half of the term is left: each contact once is enough.
  await overdue(org);
  await house.clock.sleep(2_500);
  expect(await house.mailer.caught({ to: one })).toHaveLength(1);
});

test('near the end it goes round again until somebody answers by the link; over is said as over', async () => {
  const org = house.newOrg();
  const owner = house.scope(org, 'owner');
  const one = address();
  await addContact(owner, { name: 'One', kind: 'mail', address: one, position: 1, waitMinutes: 5 });
  await remind(
    house.scope(org),
    reminder({ share: 100, answer: 'yes', missing: [], dueAt: new Date(Date.now() - 2 * HOUR - 1_000).toISOString() }),
  );
  await expect.poll(() => house.mailer.caught({ to: one }), { timeout: 8_000 }).toHaveLength(1);
  const [mail] = await house.mailer.caught({ to: one });
  expect(mail?.subject).toBe('Deadline over for 2 hours: tell the supervisory authority, case 2026-007');
  expect(mail?.text).not.toContain('in phases');
  await expect.poll(() => kinds(org)).toContain('respond.page-sent');
  await overdue(org);
  await expect.poll(() => house.mailer.caught({ to: one }), { timeout: 8_000 }).toHaveLength(2);
  const [, page = '', token = ''] = /\/answer\/[^/]+\/([^/]+)\/(\S+)/.exec(mail?.text ?? '') ?? [];
  const anybody = house.scope(org, 'public');
  await expect(acknowledgeByLink(anybody, { page: page as `page_${string}`, token: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await acknowledgeByLink(anybody, { page: page as `page_${string}`, token })).toEqual({ changed: true });
  expect(await kinds(org)).toContain('respond.deadline-answered');
  await expect.poll(async () => (await kinds(org)).filter((kind) => kind === 'respond.page-sent').length).toBe(2);
  await overdue(org);
  await house.clock.sleep(2_500);
  expect(await house.mailer.caught({ to: one })).toHaveLength(2);
});
