import { afterAll, beforeAll, expect, test } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import type { OrgId } from '#kernel/ids.ts';
import { HOUR } from '#kernel/time.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { listCases, makeDecision } from './index.ts';
import { routes } from './routes.tsx';
import { type CaseStage, openCaseStage } from './testing/open-case-stage.ts';

let stage: CaseStage;
let house: CaseStage['house'];

beforeAll(async () => {
  stage = await openCaseStage();
  ({ house } = stage);
});
afterAll(async () => stage[Symbol.asyncDispose]());

function open(org: OrgId) {
  const app = serveRooms(productFiles, () => house.scope(org, 'privacy', 'per_officer'), { '/decide': routes() });
  return {
    get: async (path: string) => (await app.request(path)).text(),
    status: async (path: string) => (await app.request(path)).status,
    post: (path: string, fields: Record<string, string> | [string, string][]) =>
      app.request(path, { method: 'POST', body: new URLSearchParams(fields) }),
  };
}

const laptop = { kind: 'lost-device', title: 'A laptop was left on a train', noticedAt: '2026-11-20T15:20', known: 'It is switched off.' };

test('from the form to the questions: each answer says before what it changes, not knowing keeps it open, back and skip work', async () => {
  const org = house.newOrg();
  house.setNow(new Date('2026-11-20T16:20:00Z'));
  const { get, post } = open(org);
  expect(await get('/decide/open')).toContain('A device or paper was lost or stolen');
  expect((await post('/decide/open', { ...laptop, kind: 'incident' })).status).toBe(400);
  expect((await post('/decide/open', { ...laptop, noticedAt: '' })).status).toBe(400);
  expect((await post('/decide/open', { ...laptop, noticedAt: '2026-11-20T16:21' })).status).toBe(400);
  expect((await post('/decide/open', { ...laptop, shop: 'shop_x' })).status).toBe(404);
  const path = (await post('/decide/open', laptop)).headers.get('location') ?? '';
  const page = await get(path);
  for (const words of [
    '71:00',
    'keeps the answer open',
    'It is switched off.',
    'Notify in phases',
    '2026-11-23 15:20 UTC',
    'It is about no shop',
  ])
    expect(page).toContain(words);
  const asked = await get(`${path}/questions`);
  expect(asked).toMatch(/At most \d+ more questions/);
  const [, fact = ''] = /name="fact" value="(\w+)"/.exec(asked) ?? [];
  expect((await post(`${path}/questions`, { fact, certainty: 'confirmed' })).status).toBe(400);
  expect((await post(`${path}/questions`, { fact, unknown: 'yes' })).status).toBe(303);
  const next = await get(`${path}/questions`);
  expect(next).toContain('Not known: find out');
  expect(next).not.toContain(`name="fact" value="${fact}"`);
  expect(next).toContain(`questions?fact=${fact}`);
  const [, second = ''] = /name="fact" value="(\w+)"/.exec(next) ?? [];
  expect(await get(`${path}/questions?skip=${second},nonsense`)).not.toContain(`name="fact" value="${second}"`);
  // What is lost with names in it, unencrypted, settles the authority: said under the answer before it is given.
  await post(`${path}/questions`, { fact: 'confidentiality', value: 'exposed', certainty: 'confirmed' });
  await post(`${path}/questions`, { fact: 'encryption', value: 'none', certainty: 'confirmed' });
  expect(await get(`${path}/questions?fact=categories`)).toContain('Authority: Yes');
  const list: [string, string][] = [
    ['fact', 'categories'],
    ['items', 'name'],
    ['items', 'postal-address'],
    ['certainty', 'confirmed'],
  ];
  expect((await post(`${path}/questions`, list)).status).toBe(303);
  const [row] = await house.state.inOrg(org, listCases);
  if (!row) throw new Error('there is no case');
  const { facts, outcome } = await stage.latest(org, row.id);
  expect(facts.categories).toMatchObject({ value: ['name', 'postal-address'], certainty: 'confirmed', statedBy: 'per_officer' });
  expect(outcome.authority.answer).toBe('yes');
  const changes = await get(`${path}?from=1&to=${row.version}`);
  expect(changes).toContain('Authority: Not known yet → Yes');
  expect(changes).toContain('F-02');
});

test('typed inputs: numbers as bounds, places as rows, times in the organisation’s zone; the history of a fact', async () => {
  const org = house.newOrg();
  house.setNow(new Date('2026-11-20T16:20:00Z'));
  const { get, post } = open(org);
  const path = (await post('/decide/open', laptop)).headers.get('location') ?? '';
  const state = (fields: Record<string, string> | [string, string][]) => post(`${path}/facts`, fields);
  expect((await state({ fact: 'people', atLeast: '5', atMost: '3', certainty: 'likely' })).status).toBe(400);
  expect((await state({ fact: 'people', atLeast: '-1', atMost: '', certainty: 'likely' })).status).toBe(400);
  expect((await state({ fact: 'people', atLeast: '5', atMost: '', certainty: 'likely', evidence: 'counted' })).status).toBe(303);
  const rows: [string, string][] = [
    ['fact', 'countries'],
    ...['pl', '3', '', 'DE', '1', '2', '', '', ''].map((value, nth): [string, string] => [
      ['place', 'placeAtLeast', 'placeAtMost'][nth % 3] ?? '',
      value,
    ]),
    ['certainty', 'confirmed'],
  ];
  expect((await state(rows)).status).toBe(303);
  expect((await state({ fact: 'occurredFrom', value: '2026-11-19T08:00', certainty: 'confirmed' })).status).toBe(303);
  expect((await state({ fact: 'subgroups', none: 'yes', certainty: 'confirmed', evidence: 'sig_01M80000000000000000000000' })).status).toBe(
    303,
  );
  expect((await state({ fact: 'awareAt', value: '2026-11-20T15:20', certainty: 'confirmed' })).status).toBe(400);
  const [row] = await house.state.inOrg(org, listCases);
  if (!row) throw new Error('there is no case');
  const { facts } = await stage.latest(org, row.id);
  expect(facts.people?.value).toEqual({ atLeast: 5, atMost: null });
  expect(facts.countries?.value).toEqual({ PL: { atLeast: 3, atMost: null }, DE: { atLeast: 1, atMost: 2 } });
  expect(facts.occurredFrom?.value).toBe('2026-11-19T08:00:00.000Z');
  expect(facts.subgroups?.value).toEqual([]);
  await state({ fact: 'people', atLeast: '7', atMost: '7', certainty: 'confirmed' });
  const history = await get(`${path}/facts?fact=people`);
  for (const words of ['Who said what, and when', '5+', 'counted', 'likely', 'confirmed']) expect(history).toContain(words);
  expect(await get(path)).toContain('href="/detect/signals/sig_01M80000000000000000000000"');
});

test('awareness and deadlines on the page: stated with reason, late asks for its reasons, a person who may only look sees no form', async () => {
  const org = house.newOrg();
  house.setNow(new Date('2026-11-20T16:20:00Z'));
  const { get, post } = open(org);
  const path = (await post('/decide/open', laptop)).headers.get('location') ?? '';
  expect((await post(`${path}/awareness`, { at: '2026-11-20T16:00', reason: '', evidence: '' })).status).toBe(400);
  const aware = { at: '2026-11-20T16:00', reason: 'Then the inventory was read.', evidence: 'the inventory' };
  expect((await post(`${path}/awareness`, aware)).status).toBe(303);
  const page = await get(path);
  for (const words of ['Then the inventory was read.', 'Regulation 1182/71', '2026-11-23 16:00 UTC']) expect(page).toContain(words);
  house.setNow(new Date(Date.parse('2026-11-20T16:00:00Z') + 40 * HOUR));
  expect(await get(path)).toContain('half of the term is over');
  house.setNow(new Date(Date.parse('2026-11-20T16:00:00Z') + 73 * HOUR));
  const late = await get(path);
  for (const words of ['The deadline is over', '−1:00', 'Reasons for the delay']) expect(late).toContain(words);
  const [row] = await house.state.inOrg(org, listCases);
  if (!row) throw new Error('there is no case');
  const no = { register: 'yes', authority: 'no', people: 'no', reason: 'The laptop came back sealed.' } as const;
  await makeDecision(house.scope(org, 'privacy', 'per_officer'), { case: row.id, version: row.version, ...no });
  expect(await get(path)).toContain('It was decided not to tell.');
  const looker = serveRooms(productFiles, () => house.scope(org, 'viewer', 'per_looker'), { '/decide': routes() });
  expect(await (await looker.request(path)).text()).not.toContain(`action="${path}/awareness"`);
  expect((await looker.request(`${path}/awareness`, { method: 'POST', body: new URLSearchParams(aware) })).status).toBe(403);
});
