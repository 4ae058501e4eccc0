import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { ShopId } from '#kernel/ids.ts';
import { makeKey, registerShop } from '#registry/index.ts';
import type { KeyPermission } from '#registry/types.ts';
import { caseDocumentShape, caseListShape } from '#steps/decide/index.ts';
import { incidentDocumentShape, incidentListShape, openIncident } from '#steps/respond/index.ts';
import { errorPage } from '#web/error-page.tsx';
import { apiRoutes } from './api-routes.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house[Symbol.asyncDispose]());

async function openShops() {
  const scope = house.scope(house.newOrg(), 'owner');
  const person = { name: 'Shop', address: 'care@shop.example' };
  const add = async (name: string) =>
    (
      await registerShop(scope, {
        ...{ name, url: `https://${name}.example`, platform: 'generic', allowPrivate: true, timeZone: 'UTC', country: 'PL' },
        ...{ contact: { ...person, phone: '555' }, privacyContact: person },
      })
    ).shop;
  const [north, south] = [await add('north'), await add('south')];
  const key = async (permission: KeyPermission, shop: ShopId | null = null) =>
    (await makeKey(scope, { name: 'k', permissions: [permission], shop })).text;
  return { scope, north, south, key };
}

async function ask(path: string, key: string | null, body?: unknown) {
  const api = apiRoutes(house);
  api.onError((error, c) => {
    c.set('house' as never, house as never);
    return errorPage(c as never, error, { layout: 'public' });
  });
  const answer = await api.request(`http://bell.example${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { accept: 'application/json', ...(key === null ? {} : { authorization: `Bearer ${key}` }) },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, never> };
}

const laptop = () => ({
  kind: 'lost-device',
  title: 'Laptop left in a train',
  noticedAt: new Date(house.clock.now().getTime() - 3_600_000).toISOString(),
  reference: 'HELP-4711',
});

it('opens a case once by its reference, takes facts and awareness, and tells outcome and clocks', async () => {
  const { scope, key } = await openShops();
  const keeper = await key('decide');
  const reader = await key('look');
  const first = await ask('/cases', keeper, laptop());
  expect(first).toMatchObject({ status: 201, body: { isNew: true } });
  const again = await ask('/cases', keeper, laptop());
  expect(again).toMatchObject({ status: 200, body: { isNew: false, case: first.body.case } });
  expect((await ask('/cases', keeper, { ...laptop(), kind: 'tip' })).status).toBe(400);

  const path = `/cases/${String(first.body.case)}`;
  const facts = { confidentiality: 'exposed', encryption: 'none', categories: ['name', 'birth-date'], people: 120, subgroups: [] };
  const stated = await ask(`${path}/facts`, keeper, { facts });
  expect(stated.status).toBe(200);
  const same = await ask(`${path}/facts`, keeper, { facts });
  expect(same.body).toMatchObject({ version: stated.body.version, changed: [] });

  const at = new Date(house.clock.now().getTime() - 1_800_000).toISOString();
  const aware = { at, reason: 'The owner of the laptop said so', evidence: 'Ticket HELP-4711' };
  const told = await ask(`${path}/awareness`, keeper, aware);
  expect(told).toMatchObject({ status: 200, body: { number: 1 } });
  expect((await ask(`${path}/awareness`, keeper, aware)).body).toEqual(told.body);

  const read = caseDocumentShape.parse((await ask(path, reader)).body);
  expect(read.case).toMatchObject({ reference: 'HELP-4711', state: 'open', awareAt: at });
  expect(read.facts.people).toMatchObject({ value: { atLeast: 120, atMost: 120 }, certainty: 'confirmed' });
  const duty = read.outcome.duties.find(({ id }) => id === 'GDPR-34-1');
  expect(duty?.answer).toBe('yes');
  const clock = read.clocks.find((one) => one.duty === 'GDPR-33-1');
  expect(clock).toMatchObject({ state: 'running', dueAt: new Date(Date.parse(at) + 72 * 3_600_000).toISOString() });
  expect(caseListShape.parse((await ask('/cases', reader)).body).cases).toHaveLength(1);

  const ledger = await house.state.inOrg(scope.org, (db) =>
    db
      .selectFrom('ledger' as never)
      .select(['kind' as never, 'actor' as never])
      .execute(),
  );
  const kinds = JSON.stringify(ledger);
  for (const kind of ['decide.case-opened', 'decide.facts-stated', 'decide.awareness-stated']) expect(kinds).toContain(kind);
});

it('lets a key see and do only what it may, at its own shop', async () => {
  const { scope, north, south, key } = await openShops();
  const open = await ask('/cases', await key('decide', south), { ...laptop(), reference: 'S-1' });
  expect(open.status).toBe(201);
  const path = `/cases/${String(open.body.case)}`;
  const status = async (to: string, text: string | null, body?: unknown) => (await ask(to, text, body)).status;
  expect(await status('/cases', null)).toBe(401);
  expect(await status('/cases', await key('look'), laptop())).toBe(403);
  expect(await status('/cases', await key('set-checks'), laptop())).toBe(403);
  expect(await status(`${path}/facts`, await key('look', south), { facts: {} })).toBe(403);
  expect(await status(path, await key('look', north))).toBe(404);
  expect(await status(`${path}/facts`, await key('decide', north), { facts: { cause: 'attack' } })).toBe(404);
  expect(await status(`${path}/awareness`, await key('decide', north), {})).toBe(404);
  expect(await status('/cases', await key('decide', north), { ...laptop(), shop: south })).toBe(404);
  expect((await ask('/cases', await key('look', north))).body.cases).toEqual([]);
  const stranger = await openShops();
  expect(await status(path, await stranger.key('look'))).toBe(404);
  expect(await status(`${path}/facts`, await stranger.key('decide'), { facts: { cause: 'attack' } })).toBe(404);
  const { incident } = await openIncident(scope, { shop: south, title: 'Records read in order', severity: 'high', touchesPeople: false });
  const found = incidentDocumentShape.parse((await ask(`/incidents/${incident}`, await key('look'))).body);
  expect(found).toMatchObject({
    incident: { title: 'Records read in order', status: 'open' },
    story: [{ kind: 'respond.incident-opened' }],
  });
  expect(await status(`/incidents/${incident}`, await key('look', north))).toBe(404);
  expect(await status(`/incidents/${incident}`, await stranger.key('look'))).toBe(404);
  expect((await ask('/incidents', await key('look', north))).body.incidents).toEqual([]);
  incidentListShape.parse((await ask('/incidents', await key('look'))).body);
  expect(await status('/incidents/inc_none', await key('look'))).toBe(404);
});

it('takes nothing that is not right', async () => {
  const { key } = await openShops();
  const keeper = await key('decide');
  const open = await ask('/cases', keeper, { ...laptop(), reference: 'W-1' });
  const path = `/cases/${String(open.body.case)}`;
  const status = async (to: string, body: unknown) => (await ask(to, keeper, body)).status;
  for (const body of ['{', '[]', { kind: 'incident', title: 'abc', noticedAt: laptop().noticedAt }, { ...laptop(), title: 'x' }])
    expect(await status('/cases', body)).toBe(400);
  expect(await status('/cases', { ...laptop(), reference: 'W-2', noticedAt: '2999-01-01T00:00:00Z' })).toBe(400);
  expect(await status('/cases', { ...laptop(), reference: 'x'.repeat(101) })).toBe(400);
  for (const facts of [{ colour: 'red' }, { people: -1 }, { cause: 'magic' }, { awareAt: laptop().noticedAt }])
    expect(await status(`${path}/facts`, { facts })).toBe(400);
  expect(await status(`${path}/awareness`, { at: laptop().noticedAt, reason: 'short', evidence: 'x' })).toBe(400);
  expect(await status('/cases/case_nonsense/facts', { facts: {} })).toBe(404);
});

it('opens one case when the same reference is told several times at once', async () => {
  const { key } = await openShops();
  const keeper = await key('decide');
  const answers = await Promise.all(Array.from({ length: 6 }, () => ask('/cases', keeper, { ...laptop(), reference: 'AT-ONCE' })));
  expect(new Set(answers.map(({ body }) => String(body.case))).size).toBe(1);
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
});
