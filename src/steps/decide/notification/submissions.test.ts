import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listFilings } from '../filings.ts';
import { noteFiling, prepareNotification, saveOrganisationProfile, stateFacts } from '../index.ts';
import { type CaseStage, openCaseStage } from '../testing/open-case-stage.ts';
import { openNotificationStage, fullProfile as profile } from '../testing/open-notification-stage.ts';
import { notificationShape } from './notification-shape.ts';
import { notificationTables } from './notification-tables.ts';
import { listSubmissions, openSubmission } from './submissions.ts';

let stage: CaseStage;
beforeAll(async () => {
  stage = await openCaseStage();
});
afterAll(async () => stage[Symbol.asyncDispose]());

const open = (at?: string) => openNotificationStage(stage, at);

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
