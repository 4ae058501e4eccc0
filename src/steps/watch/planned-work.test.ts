import { afterAll, beforeAll, expect, it } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { OrgId } from '#kernel/ids.ts';
import { HOUR, MINUTE } from '#kernel/time.ts';
import { registerShop } from '#registry/index.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { addCheck, closeWork, noteStates, planWork } from './index.ts';
import { listPlannedWork } from './planned-work.ts';
import { routes } from './routes.tsx';

const NOW = Date.UTC(2026, 10, 27, 1);
let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({ telemetry: await openTelemetry({ path: `${folder}/telemetry`, retentionDays: null }) }));
});
afterAll(() => house[Symbol.asyncDispose]());

async function openShop() {
  const org = house.newOrg();
  house.setNow(new Date(NOW));
  const scope = house.scope(org, 'owner');
  const { shop } = await registerShop(house.scope(org), {
    ...{ name: 'Practice Shop', url: 'https://shop.example', platform: 'practice', allowPrivate: false, timeZone: 'Europe/Warsaw' },
    ...{ country: 'PL', contact: { name: 'Care', address: 'care@shop.example' } },
    privacyContact: { name: 'P', address: 'privacy@shop.example' },
  });
  const { check } = await addCheck(scope, { shop, name: 'page', target: { kind: 'tcp', host: 'shop.example', port: 443 } });
  const note = (to: 'up' | 'down') => {
    const at = house.clock.now();
    return noteStates(house.scope(org), { notes: [{ check, to, since: at, reason: `it is ${to}`, lastAt: at, lastMs: 1 }] });
  };
  return { org, scope, shop, note };
}

const told = async (org: OrgId) => {
  const entries = await house.state.inOrg(org, (db) => readEntries(db, org, 0, 1_000));
  return entries
    .filter((entry) => entry.kind === 'watch.state-changed')
    .map((entry) => entry.payload as { from: string; to: string; planned?: true })
    .map(({ from, to, planned }) => `${from}→${to}${planned ? ' planned' : ''}`);
};

it('what goes down during planned work is marked, and told again when it is still down at the end', async () => {
  const { org, scope, shop, note } = await openShop();
  const from = new Date(NOW);
  const { work } = await planWork(scope, { shop, from, to: new Date(NOW + HOUR), why: 'a new release' });
  await note('up');
  house.advance(10 * MINUTE);
  await note('down');
  await note('up');
  await note('down');
  await closeWork(house.scope(org), { work: null });
  expect(await told(org)).toEqual(['unknown→up', 'up→down planned', 'down→up', 'up→down planned']);
  house.advance(51 * MINUTE);
  await closeWork(house.scope(org), { work: null });
  await closeWork(house.scope(org), { work: null });
  expect((await told(org)).slice(4)).toEqual(['down→down']);
  await note('up');
  await note('down');
  expect((await told(org)).slice(5)).toEqual(['down→up', 'up→down']);
  await closeWork(scope, { work });
  expect(await house.state.inOrg(org, listPlannedWork)).toEqual([]);
});

it('work on one shop excuses no other, and before its time nothing', async () => {
  const first = await openShop();
  await planWork(first.scope, { shop: first.shop, from: new Date(NOW + HOUR), to: new Date(NOW + 2 * HOUR), why: 'later' });
  await first.note('down');
  const second = await openShop();
  await second.note('down');
  expect([await told(first.org), await told(second.org)]).toEqual([['unknown→down'], ['unknown→down']]);
});

it('of two works that overlap the one that ends first tells nothing, and work that had not begun excused nothing', async () => {
  const { org, scope, shop, note } = await openShop();
  const plan = (from: number, to: number) => planWork(scope, { shop, from: new Date(NOW + from), to: new Date(NOW + to), why: 'work' });
  await plan(0, HOUR);
  await plan(30 * MINUTE, 2 * HOUR);
  const { work: later } = await plan(5 * HOUR, 6 * HOUR);
  house.advance(10 * MINUTE);
  await note('down');
  house.advance(51 * MINUTE);
  await closeWork(house.scope(org), { work: null });
  expect(await told(org)).toEqual(['unknown→down planned']);
  house.advance(HOUR);
  await closeWork(house.scope(org), { work: null });
  expect(await told(org)).toEqual(['unknown→down planned', 'down→down']);
  await closeWork(scope, { work: later });
  expect(await told(org)).toHaveLength(2);
});

it('work of every week comes at the same time by the wall, over the change of the clocks and a long silence, until it is ended for good', async () => {
  const { org, scope, shop } = await openShop();
  const plan = async () => (await house.state.inOrg(org, listPlannedWork)).map(({ from, to }) => [from.toISOString(), to.toISOString()]);
  house.setNow(new Date('2027-03-20T12:00:00Z'));
  const from = new Date('2027-03-21T01:30:00Z');
  await planWork(scope, { shop, from, to: new Date('2027-03-21T03:00:00Z'), why: 'backup', repeats: 'week' });
  // On March 28 the clocks of Warsaw leave out half past two.
  const seen: (readonly string[] | undefined)[] = [];
  for (const now of ['2027-03-21T03:00:01Z', '2027-03-28T05:00:00Z', '2028-01-05T00:00:00Z']) {
    house.setNow(new Date(now));
    await closeWork(house.scope(org), { work: null });
    const open = await plan();
    expect(open).toHaveLength(1);
    seen.push(open[0]);
  }
  expect(seen).toEqual([
    ['2027-03-28T01:30:00.000Z', '2027-03-28T03:00:00.000Z'],
    ['2027-04-04T00:30:00.000Z', '2027-04-04T02:00:00.000Z'],
    ['2028-01-09T01:30:00.000Z', '2028-01-09T03:00:00.000Z'],
  ]);
  const rooms = serveRooms(productFiles, () => scope, { '/watch': routes() });
  const end = async (fields: Record<string, string>) => {
    const [one] = await house.state.inOrg(org, listPlannedWork);
    return rooms.request(`/watch/work/${one?.work}/end`, { method: 'POST', body: new URLSearchParams(fields) });
  };
  expect((await end({})).status).toBe(303);
  expect(await plan()).toEqual([['2028-01-16T01:30:00.000Z', '2028-01-16T03:00:00.000Z']]);
  expect((await end({ forGood: 'yes' })).status).toBe(303);
  expect(await plan()).toEqual([]);
  const tooLong = { shop, from, to: new Date('2028-03-23T03:00:00Z'), why: 'x', repeats: 'day' } as const;
  await expect(planWork(scope, tooLong)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});

it('on the page work is planned in the shop’s own time, ended, and refused with a reason', async () => {
  const { org, shop, scope } = await openShop();
  const rooms = serveRooms(productFiles, () => scope, { '/watch': routes() });
  const send = (fields: Record<string, string>) => rooms.request('/watch/work', { method: 'POST', body: new URLSearchParams(fields) });
  expect((await send({ shop, from: '2026-11-27T03:00', minutes: '90', why: 'a new release' })).status).toBe(303);
  const [one] = await house.state.inOrg(org, listPlannedWork);
  expect(one).toMatchObject({ from: new Date('2026-11-27T02:00:00Z'), to: new Date('2026-11-27T03:30:00Z'), why: 'a new release' });
  const page = await (await rooms.request('/watch')).text();
  expect(page).toContain('a new release');
  for (const wrong of [{ minutes: '0' }, { minutes: '20000' }, { from: 'soon' }, { why: '' }, { from: '2020-01-01T10:00' }])
    expect((await send({ shop, from: '2026-11-28T03:00', minutes: '90', why: 'x', ...wrong })).status).toBe(400);
  expect((await rooms.request(`/watch/work/${one?.work}/end`, { method: 'POST' })).status).toBe(303);
  expect(await house.state.inOrg(org, listPlannedWork)).toEqual([]);
  const viewer = house.scope(org, 'viewer');
  await expect(planWork(viewer, { shop, from: new Date(NOW), to: new Date(NOW + HOUR), why: 'x' })).rejects.toMatchObject({
    code: 'NOT_ALLOWED',
  });
});
