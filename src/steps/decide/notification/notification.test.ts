import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { listFilings } from '../filings.ts';
import {
  closeCase,
  makeDecision,
  noteFiling,
  prepareNotification,
  saveOrganisationProfile,
  shredCase,
  stateFacts,
  submitNotification,
} from '../index.ts';
import { routes } from '../routes.tsx';
import { type CaseStage, openCaseStage } from '../testing/open-case-stage.ts';
import { notificationShape } from './notification-shape.ts';
import { notificationTables } from './notification-tables.ts';
import { emptyProfile } from './profile.ts';
import { listSubmissions, openSubmission } from './submissions.ts';

let stage: CaseStage;
beforeAll(async () => {
  stage = await openCaseStage();
});
afterAll(async () => stage[Symbol.asyncDispose]());

const profile = {
  ...emptyProfile,
  ...{ name: 'Practice Shops', contact: 'Lane 1', sector: 'private' as const, size: 'small' as const, establishedIn: ['PL'] },
  ...{ reporterName: 'Fictitious Reporter', reporterContact: 'r@example.test', reporterFunction: 'legal-representative' as const },
  ...{ dpoDesignated: 'yes' as const, dpoName: 'Fictitious Officer', dpoContact: 'd@example.test', systems: 'The shop, in Warsaw' },
  ...{ measures: ['encryption'], measuresDescription: 'Disks are encrypted.' },
};

async function open(at = '2026-11-20T15:20:00Z') {
  const { house, leak, record } = stage;
  const org = house.newOrg();
  house.setNow(new Date(at));
  const { row } = await leak(org, [record(org, 1, 'a'), record(org, 2, 'b')]);
  const scope = house.scope(org, 'privacy', 'per_officer');
  const app = serveRooms(productFiles, () => scope, { '/decide': routes() });
  const path = `/decide/cases/${row.id}/notification`;
  const post = (to: string, fields: readonly (readonly [string, string])[]) =>
    app.request(to, { method: 'POST', body: new URLSearchParams(fields.map(([key, value]): [string, string] => [key, value])) });
  const file = async () => notificationShape.parse(await (await app.request(`${path}.json`)).json());
  const version = async () => (await stage.latest(org, row.id)).version;
  const submit = async (more: Partial<Parameters<typeof submitNotification>[1]> = {}) =>
    submitNotification(scope, {
      ...{ case: row.id, at: house.clock.now().toISOString(), version: await version(), channel: 'web-form', reference: 'UODO-1' },
      ...more,
    });
  return { org, row, scope, app, path, post, file, submit, house };
}

test('the profile is kept sealed; the ledger names what changed and not what it says', async () => {
  const { org, scope, app, house } = await open();
  await saveOrganisationProfile(scope, { profile });
  const stored = await house.state.inOrg(org, (db) => notificationTables(db).selectFrom('organisation_profiles').selectAll().execute());
  expect(JSON.stringify(stored)).not.toContain('Fictitious');
  expect(await (await app.request('/decide/profile')).text()).toContain('Fictitious Officer');
  const viewer = serveRooms(productFiles, () => house.scope(org, 'viewer'), { '/decide': routes() });
  expect((await viewer.request('/decide/profile')).status).toBe(403);
  expect(await saveOrganisationProfile(scope, { profile })).toEqual({ changed: [] });
  await expect(saveOrganisationProfile(house.scope(org, 'engineer'), { profile })).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  const other = serveRooms(productFiles, () => house.scope(house.newOrg(), 'privacy'), { '/decide': routes() });
  expect(await (await other.request('/decide/profile')).text()).not.toContain('Fictitious');
  const bad = await app.request('/decide/profile', {
    method: 'POST',
    body: new URLSearchParams({ establishedIn: 'Poland', name: 'Kept words' }),
  });
  expect(bad.status).toBe(400);
  expect(await bad.text()).toContain('Kept words');
});

test('the page says what is missing first; what is answered there is kept, as a fact or for this form', async () => {
  const { org, row, scope, app, path, post, file } = await open();
  await saveOrganisationProfile(scope, { profile });
  const html = await (await app.request(path)).text();
  for (const words of ['lacks', '94. Measures taken to prevent', 'Urz', 'From the organisation’s profile']) expect(html).toContain(words);
  expect(html).not.toContain('Specimen');
  const before = await file();
  expect(before.authority?.id).toBe('pl-uodo');
  expect(before.language).toBe('pl');
  expect(before.fields.find((field) => field.key === 'controller-name')).toMatchObject({
    title: 'Nazwa organizacji',
    value: 'Practice Shops',
  });
  const sent = [
    ...[
      ['f.parties-involved', '1'],
      ['a.parties-involved', 'no'],
    ],
    ...[
      ['f.measures-prevent', '1'],
      ['a.measures-prevent', 'training'],
      ['a.measures-prevent', 'audits'],
    ],
    ...[
      ['f.groups', '1'],
      ['o.groups', 'not-yet-known'],
      ['a.groups', 'customers'],
    ],
    ...[
      ['f.impacts', '1'],
      ['o.impacts', 'to-be-determined'],
      ['a.impacts', 'fraud'],
      ['a.impacts', 'to-be-determined'],
    ],
    ...[
      ['f.controller-name', '1'],
      ['o.controller-name', 'Practice Shops'],
      ['a.controller-name', ' Practice Shops '],
    ],
    ...[
      ['certainty', 'likely'],
      ['evidence', 'the mail of the shop'],
      ['edit', 'missing'],
    ],
  ] as [string, string][];
  expect((await post(`${path}/fields`, sent)).status).toBe(303);
  const after = await file();
  const of = (key: string) => after.fields.find((field) => field.key === key);
  expect(of('parties-involved')).toMatchObject({ value: 'no', letters: ['b'], source: { kind: 'person', by: 'per_officer' } });
  expect(of('measures-prevent')?.letters).toEqual(['f', 'k']);
  expect(of('controller-name')?.source).toEqual({ kind: 'profile' });
  expect(of('impacts')).toMatchObject({ value: ['fraud', 'to-be-determined'], certainty: 'unknown' });
  const { facts } = await stage.latest(org, row.id);
  expect(facts.groups).toMatchObject({
    value: ['customers'],
    certainty: 'likely',
    evidence: 'the mail of the shop',
    statedBy: 'per_officer',
  });
  expect(facts.consequences).toMatchObject({ value: ['fraud'], certainty: 'unknown' });
  const bad = await post(`${path}/fields`, [
    ['f.people-count', '1'],
    ['a.people-count', 'many'],
    ['edit', 'people'],
    ['f.systems', '1'],
    ['a.systems', 'Typed'],
  ]);
  expect(bad.status).toBe(400);
  expect(
    (
      await post(`${path}/fields`, [
        ['f.cause', '1'],
        ['a.cause', 'nobody'],
      ])
    ).status,
  ).toBe(400);
  expect(
    (
      await post(`${path}/setup`, [
        ['phase', 'complete'],
        ['authority', 'xx-none'],
        ['language', 'de'],
      ])
    ).status,
  ).toBe(400);
  expect(
    (
      await post(`${path}/setup`, [
        ['phase', 'complete'],
        ['authority', 'de-land'],
        ['language', 'de'],
      ])
    ).status,
  ).toBe(303);
  expect(await file()).toMatchObject({ phase: 'complete', language: 'de', authority: { id: 'de-land' } });
  expect(await (await app.request(path)).text()).toContain('authority of the Land');
});

test('what people wrote is sealed with the case’s key and gone with it', async () => {
  const { org, row, scope, house, app, path } = await open();
  await prepareNotification(scope, { case: row.id, answers: { 'party-name': 'Fictitious Hosting' } });
  const rows = await house.state.inOrg(org, (db) => notificationTables(db).selectFrom('case_notification_answers').selectAll().execute());
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain('Fictitious');
  await expect(prepareNotification(scope, { case: row.id, answers: { cause: ['x'] } })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  await expect(prepareNotification(scope, { case: row.id, answers: { 'no-such': 'x' } })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  expect(await prepareNotification(scope, { case: row.id, answers: { 'party-name': 'Fictitious Hosting' } })).toEqual({ fields: [] });
  const { version } = await stage.latest(org, row.id);
  const all = { register: 'yes', authority: 'yes', people: 'yes' } as const;
  await makeDecision(scope, { case: row.id, version, ...all, reason: 'as the facts say' });
  const { shredAt } = await closeCase(scope, { case: row.id });
  house.setNow(shredAt);
  await shredCase(house.scope(org, 'system'), { case: row.id });
  await expect(prepareNotification(scope, { case: row.id, answers: { 'party-name': 'x' } })).rejects.toMatchObject({ code: 'CONFLICT' });
  expect((await app.request(path)).status).toBe(200);
  await expect(prepareNotification(house.scope(house.newOrg(), 'privacy'), { case: row.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('submitting stops the clock, keeps exactly this content, and never changes it', async () => {
  const { org, row, scope, submit, house, app, path } = await open();
  await saveOrganisationProfile(scope, { profile });
  await expect(submit({ at: '2026-11-25T00:00:00Z' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  await expect(submit({ version: 99 })).rejects.toMatchObject({ code: 'CONFLICT' });
  const first = await submit();
  const [filing] = await house.state.inOrg(org, (db) => listFilings(db, row.id));
  expect(filing).toMatchObject({
    number: 1,
    kind: 'first',
    authority: 'Prezes Urzędu Ochrony Danych Osobowych (UODO)',
    reference: 'UODO-1',
  });
  const [kept] = await house.state.inOrg(org, (db) => listSubmissions(db, row.id));
  if (!kept) throw new Error('nothing was kept');
  expect(kept).toMatchObject({ sha256: first.sha256, phase: 'incomplete', authority: 'pl-uodo', previous: null });
  expect(kept.snapshot).not.toContain('Fictitious');
  await stateFacts(scope, { case: row.id, facts: { people: { value: { atLeast: 7, atMost: 7 }, certainty: 'confirmed' } } });
  const opened = openSubmission(house, org, kept);
  expect(opened).toMatchObject({ submission: { number: 1, channel: 'web-form', submittedBy: 'per_officer' }, kind: 'new' });
  expect(opened.fields.find((field) => field.key === 'people-count')?.value).not.toEqual({ atLeast: 7, atMost: 7 });
  for (const change of ["update case_submissions set channel = 'post'", 'delete from case_submissions', 'truncate case_submissions']) {
    await expect(house.state.inOrg(org, (db) => sql.raw(change).execute(db))).rejects.toThrow('append-only');
  }
  expect(() => openSubmission(house, org, { ...kept, sha256: '0'.repeat(64) })).toThrow();
  const html = await (await app.request(path)).text();
  for (const words of ['Follow-up, incomplete', 'says otherwise', 'Submitted once', kept.sha256.slice(0, 16)])
    expect(html).toContain(words);
  expect(html).toContain('<ins>7</ins>');
  const named = await app.request(`/decide/cases/${row.id}/submissions/1.json`);
  expect(named.headers.get('content-disposition')).toContain('notification-2026-001-first-incomplete-20261120T1520Z.json');
  expect(notificationShape.parse(await named.json())).toEqual(opened);
  expect((await app.request(`/decide/cases/${row.id}/submissions/2`)).status).toBe(404);
  expect(await (await app.request(`/decide/cases/${row.id}/submissions/1`)).text()).toContain('Zgłoszenie naruszenia');
});

test('a follow-up is compared, refers to the first, and a withdrawal says why', async () => {
  const { org, row, scope, submit, file, house } = await open();
  await saveOrganisationProfile(scope, { profile });
  await submit();
  house.advance(3_600_000);
  await prepareNotification(scope, { case: row.id, phase: 'complete' });
  await expect(submit()).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  await prepareNotification(scope, { case: row.id, phase: 'incomplete', answers: { 'parties-involved': 'no' } });
  expect(await file()).toMatchObject({ kind: 'follow-up' });
  await submit({ reference: 'UODO-2' });
  await prepareNotification(scope, { case: row.id, phase: 'withdraw' });
  await expect(submit()).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  await prepareNotification(scope, { case: row.id, answers: { 'withdrawal-reason': 'It was a rehearsal.' } });
  await submit({ reference: 'UODO-3' });
  const rows = await house.state.inOrg(org, (db) => listSubmissions(db, row.id));
  expect(rows.map((one) => one.previous)).toEqual([null, rows[0]?.sha256, rows[1]?.sha256]);
  const filings = await house.state.inOrg(org, (db) => listFilings(db, row.id));
  expect(filings.map((one) => one.kind)).toEqual(['first', 'supplement', 'withdrawal']);
});

test('a late first one needs its reasons on the form; another authority is told for the first time', async () => {
  const { org, row, scope, submit, house } = await open();
  await saveOrganisationProfile(scope, { profile });
  house.setNow(new Date('2026-11-24T00:00:00Z'));
  await expect(submit()).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  await prepareNotification(scope, { case: row.id, answers: { 'late-reasons': 'The mailbox was not watched at the weekend.' } });
  expect(await submit()).toMatchObject({ late: true });
  await prepareNotification(scope, { case: row.id, authority: 'gb-ico', language: 'en' });
  expect(await submit({ reference: 'ICO-1' })).toMatchObject({ number: 2 });
  // By whichever of its names: an authority is told for the first time once.
  const again = { case: row.id, kind: 'first', at: house.clock.now().toISOString(), reasonForDelay: 'As said before.' } as const;
  await expect(noteFiling(scope, { ...again, authority: ' ico ' })).rejects.toMatchObject({ code: 'CONFLICT' });
  await expect(noteFiling(scope, { ...again, authority: 'Office of an island' })).resolves.toMatchObject({ number: 3 });
  const filings = await house.state.inOrg(org, (db) => listFilings(db, row.id));
  expect(filings.map((one) => [one.kind, one.reason_for_delay])).toEqual([
    ['first', 'The mailbox was not watched at the weekend.'],
    ['first', 'The mailbox was not watched at the weekend.'],
    ['first', 'As said before.'],
  ]);
});

test('garbage, huge and hostile forms are refused in words, and nothing is kept of them', async () => {
  const { org, row, app, path, house } = await open();
  const huge = 'x'.repeat(100_000);
  const bodies: readonly [string, string][][] = [
    [],
    [
      ['f.systems', '1'],
      ['a.systems', huge],
    ],
    [
      ['f.began', '1'],
      ['a.began', 'yesterday'],
    ],
    [
      ['f.cause', '1'],
      ['a.cause', 'constructor'],
    ],
    [
      ['f.people-count', '1'],
      ['a.people-count', '-3'],
    ],
    [
      ['f.people-per-country', '1'],
      ['a.people-per-country', 'Poland many'],
    ],
    [
      ['f.__proto__', '1'],
      ['a.__proto__', 'x'],
    ],
    [
      ['phase', 'sold'],
      ['authority', '__proto__'],
      ['language', 'xx'],
    ],
    [
      ['version', 'NaN'],
      ['at', '2026-99-99T99:99'],
      ['channel', '<script>'],
    ],
    [
      ['version', '1'],
      ['at', '2026-11-20T10:00'],
      ['channel', '../..'],
      ['reference', huge],
    ],
    [
      ['establishedIn', 'PL, X'],
      ['measures', huge],
      ['name', huge],
    ],
  ];
  for (const to of [`${path}/fields`, `${path}/setup`, `${path}/submit`, '/decide/profile']) {
    for (const body of bodies) {
      const { status } = await app.request(to, { method: 'POST', body: new URLSearchParams(body) });
      expect([303, 400, 409], `${to} ${JSON.stringify(body).slice(0, 80)}: ${status}`).toContain(status);
    }
  }
  const kept = await house.state.inOrg(org, async (db) => [
    await notificationTables(db).selectFrom('case_notification_answers').select('field').execute(),
    await listSubmissions(db, row.id),
  ]);
  expect(kept).toEqual([[], []]);
  expect((await app.request(`/decide/cases/${row.id}/submissions/..%2f1.pdf`)).status).toBe(404);
  expect((await app.request('/decide/cases/case_0/notification.pdf')).status).toBe(404);
});
