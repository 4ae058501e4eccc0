import { afterAll, beforeAll, expect, test } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { makeDecision, noteFiling, takeGlance } from './index.ts';
import { routes } from './routes.tsx';
import { type CaseStage, openCaseStage } from './testing/open-case-stage.ts';

let stage: CaseStage;
let house: CaseStage['house'];
let leak: CaseStage['leak'];
let record: CaseStage['record'];
let latest: CaseStage['latest'];
let settle: CaseStage['settle'];
let newId: CaseStage['newId'];

beforeAll(async () => {
  stage = await openCaseStage();
  ({ house, leak, record, latest, settle, newId } = stage);
});
afterAll(async () => stage[Symbol.asyncDispose]());

test('the pages: three answers with reasons and the clock, a fact stated, a decision made, the register as CSV', async () => {
  const org = house.newOrg();
  house.setNow(new Date('2026-11-20T15:20:00Z'));
  const { row } = await leak(org, [record(org, 1, 'a'), record(org, 2, null)]);
  const app = serveRooms(productFiles, () => house.scope(org, 'privacy', 'per_officer'), { '/decide': routes() });
  const post = (path: string, fields: Record<string, string>) => app.request(path, { method: 'POST', body: new URLSearchParams(fields) });
  expect(await (await app.request('/decide')).text()).toContain('One case waits for a decision');
  const path = `/decide/cases/${row.id}`;
  house.advance(3_600_000);
  const html = await (await app.request(path)).text();
  for (const words of ['71:00', 'Register', 'Authority', 'GDPR-33-1', 'Severity 3.00', 'One record could not be matched'])
    expect(html).toContain(words);
  expect(html).not.toContain('Specimen');
  expect((await post(`${path}/facts`, { fact: 'people', value: '2', certainty: 'confirmed', evidence: 'counted by hand' })).status).toBe(
    303,
  );
  expect((await post(`${path}/facts`, { fact: 'people', value: 'many', certainty: 'confirmed' })).status).toBe(400);
  const { version, facts } = await latest(org, row.id);
  expect(facts.people).toMatchObject({ value: { atLeast: 2, atMost: 2 }, statedBy: 'per_officer' });
  const answers = { version: String(version), register: 'yes', authority: 'yes', people: 'yes' };
  expect((await post(`${path}/decision`, { ...answers, people: 'no' })).status).toBe(400);
  expect((await post(`${path}/decision`, answers)).status).toBe(303);
  await settle();
  const csv = await (await app.request('/decide/register.csv')).text();
  expect(csv.split('\r\n')[1]).toMatch(/^2026-001,1,/);
  expect(await (await app.request('/decide/register.json')).json()).toMatchObject({
    schema: 'shopbell-register/1',
    entries: [{ number: '2026-001' }],
  });
  expect(await (await app.request('/decide/register')).text()).toContain('2026-001');
  expect((await app.request(`/decide/cases/${newId('case')}`)).status).toBe(404);
});

test('the authority told: the clock stops and says when; late needs reasons; the register and its CSV show it once', async () => {
  const org = house.newOrg();
  house.setNow(new Date('2026-11-20T15:20:00Z'));
  const { row } = await leak(org, [record(org, 1, 'a')]);
  const app = serveRooms(productFiles, () => house.scope(org, 'privacy', 'per_officer'), { '/decide': routes() });
  const path = `/decide/cases/${row.id}`;
  const post = (fields: Record<string, string>) =>
    app.request(`${path}/filings`, { method: 'POST', body: new URLSearchParams({ authority: 'Data protection office', ...fields }) });
  const glance = () => takeGlance(house.scope(org, 'privacy'), (key) => key);
  const { version } = await latest(org, row.id);
  const all = { register: 'yes', authority: 'yes', people: 'yes' } as const;
  await makeDecision(house.scope(org, 'privacy', 'per_officer'), { case: row.id, version, ...all, reason: 'as the facts say' });
  await settle();
  expect((await glance()).needs).toMatchObject([{ title: 'decide.need-filing.title', clock: { until: row.deadline } }]);
  house.setNow(new Date('2026-11-24T00:00:00Z'));
  expect((await post({ kind: 'supplement', at: '2026-11-23T10:00' })).status).toBe(409);
  expect((await post({ kind: 'first', at: '2026-11-25T10:00' })).status).toBe(400);
  expect((await post({ kind: 'first', at: '' })).status).toBe(400);
  expect((await post({ kind: 'first', at: '2026-11-23T16:20', reference: 'DPO-77' })).status).toBe(400);
  const late = { at: '2026-11-23T16:20', reference: 'DPO-77', reasonForDelay: 'The office’s form was out of order.' };
  expect(await (await app.request(path)).text()).toContain('Reasons for the delay');
  expect((await post({ kind: 'first', ...late })).status).toBe(303);
  expect((await post({ kind: 'first', ...late })).status).toBe(409);
  expect((await post({ kind: 'supplement', at: '2026-11-23T20:00', note: 'The final number.' })).status).toBe(303);
  const html = await (await app.request(path)).text();
  for (const words of ['Authority notified on', '73 hours after you became aware', 'DPO-77', 'out of order', 'The final number.'])
    expect(html).toContain(words);
  expect(html).not.toContain('class="ring ');
  expect((await glance()).needs).toEqual([]);
  expect(await (await app.request('/decide')).text()).toContain('notified after 73 h');
  await settle();
  const [head = '', line = ''] = (await (await app.request('/decide/register.csv')).text()).split('\r\n');
  expect(line).toContain('2026-11-23T16:20:00.000Z,Data protection office,DPO-77,73,The office’s form was out of order.');
  expect(new Set(head.split(',')).size).toBe(head.split(',').length);
  await expect(
    noteFiling(house.scope(org, 'engineer'), { case: row.id, kind: 'first', authority: 'x', at: '2026-11-23T10:00:00Z' }),
  ).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
});
