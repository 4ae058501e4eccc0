import { afterAll, beforeAll, expect, test } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { closeCase, makeDecision, prepareNotification, saveOrganisationProfile, shredCase } from '../index.ts';
import { routes } from '../routes.tsx';
import { type CaseStage, openCaseStage } from '../testing/open-case-stage.ts';
import { openNotificationStage, fullProfile as profile } from '../testing/open-notification-stage.ts';
import { notificationTables } from './notification-tables.ts';

let stage: CaseStage;
beforeAll(async () => {
  stage = await openCaseStage();
});
afterAll(async () => stage[Symbol.asyncDispose]());

const open = (at?: string) => openNotificationStage(stage, at);

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
