import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openTestTelemetry, type TestTelemetry } from '#engines/telemetry/testing/open-test-telemetry.ts';
import type { RequestRow } from '#engines/telemetry/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import { DAY, HOUR, MINUTE, SECOND } from '#kernel/time.ts';
import { detectInArea } from './detect-in-area.ts';
import { titleOf, whyKeyOf } from './explain.ts';
import { type Finding, nothingUsual } from './finding.ts';
import { nothingKnown } from './knowledge.ts';
import { readOrder } from './testing/make-request.ts';

const SHOP = 's';
const T = Date.UTC(2026, 4, 20, 10);
let telemetry: TestTelemetry;
let org: OrgId;

beforeAll(async () => {
  telemetry = await openTestTelemetry();
});
afterAll(() => telemetry[Symbol.asyncDispose]());
beforeEach(() => {
  org = telemetry.newOrg();
});

/** What the shop tells of a record that was read, and whose it is. */
const told = (account: string, owner: string, order: number, at: number, attributes: object = {}) => ({
  ...{ shop_id: SHOP, at: new Date(at), received_at: new Date(at), name: 'shop.record.read', account, address: '203.0.113.9' },
  ...{ categories: ['name'], object_kind: 'order', object_ref: `ref-${order}`, object_position: order },
  attributes: JSON.stringify({ 'shop.object.owner.id': owner, ...attributes }),
});

async function look(events: readonly ReturnType<typeof told>[], requests: readonly RequestRow[] = [], now = false): Promise<Finding[]> {
  await telemetry.insert(org, 'application_events', events);
  await telemetry.insert(org, 'requests', requests);
  const span = { from: new Date(T), to: new Date(T + HOUR) };
  const area = { telemetry, org, shop: SHOP, span, usual: nothingUsual, knowledge: nothingKnown };
  return detectInArea(now ? { ...area, slowSince: null } : area);
}

const strangers = (account: string, count: number, attributes: object = {}) =>
  Array.from({ length: count }, (_, nth) => told(account, `c-${nth}`, 500 + nth * 13, T + nth * MINUTE, attributes));

it.each([true, false])('six records of strangers ring at once where the shop names the owner (of every second: %s)', async (now) => {
  const [found, ...more] = await look(strangers('thief', 6), [], now);
  expect(more).toEqual([]);
  expect(found).toMatchObject({ rule: 'enumeration', level: 'high', count: 6, touched: [{ kind: 'order', distinct: 6 }] });
  expect(found?.facts).toMatchObject({ how: 'foreign', foreign: 6, owners: 6, told: 6, own: 0, unknown: 0 });
  expect(found && titleOf(found)).toBe('An account reads other customers’ records');
  expect(found && whyKeyOf(found)).toBe('detect.rule.enumeration.foreign.why');
});

it('staff, a program and guests do not ring, nor does a customer with all his own orders', async () => {
  const own = Array.from({ length: 80 }, (_, nth) => told('buyer', 'buyer', 5000 + nth, T + nth * SECOND));
  const guests = Array.from({ length: 12 }, (_, nth) => told('', `c-${nth}`, 700 + nth * 9, T + nth * MINUTE));
  const staff = strangers('desk', 15, { 'shop.actor.kind': 'staff' });
  expect(await look([...own, ...guests, ...staff, ...strangers('erp', 15, { 'shop.actor.kind': 'program' })])).toEqual([]);
});

it('the same eighty records ring when the shop does not say that they are his own', async () => {
  const rows = Array.from({ length: 80 }, (_, nth) => told('buyer', '', 5000 + nth, T + nth * SECOND));
  expect(await look(rows)).toMatchObject([{ rule: 'enumeration', count: 80 }]);
});

const by = (account: string, order: number, at: number, change: Partial<RequestRow> = {}): RequestRow =>
  readOrder(SHOP, at, order, { account, session: `s-${account}`, ...change });
const asset = (account: string, at: number): RequestRow =>
  by(account, 1, at, { route_kind: 'asset', path: '/a.css', route: '', object_kind: '', object_ref: '', categories: [] });
/** For weeks each customer looks at one order of his own, now and then. */
const history = Array.from({ length: 60 }, (_, nth) =>
  [3, 9].map((ago) => by(`c-${nth}`, 9000 + nth * 17, T - ago * DAY + nth * MINUTE)),
).flat();
const thefts = (account: string, count: number, change: Partial<RequestRow> = {}): RequestRow[] =>
  Array.from({ length: count }, (_, nth) => by(account, 9000 + nth * 17, T + nth * 5 * MINUTE, change));

it('where no event names owners they are learned: slowly, in no order, with the pictures of a browser', async () => {
  const [found, ...more] = await look([], [...history, ...thefts('thief', 11), asset('thief', T)]);
  expect(more).toEqual([]);
  expect(found?.facts).toMatchObject({ how: 'foreign', foreign: 11, owners: 11, told: 0 });
});

it('who bought an order is told by the order itself', async () => {
  const bought = Array.from({ length: 6 }, (_, nth) => ({
    ...told(`c-${nth}`, '', 9000 + nth * 17, T - 5 * DAY),
    name: 'shop.order.placed',
  }));
  expect(await look(bought, [...thefts('thief', 6), asset('thief', T)])).toMatchObject([{ facts: { foreign: 6, told: 6 } }]);
});

/** Reads every order some days after it was placed, a few an hour, most of them old. */
function courier(): RequestRow[] {
  return Array.from({ length: 60 }, (_, nth) => by('courier', 9000 + nth * 17, T - 5 * DAY + nth * 2 * HOUR));
}

const supportDays = [4, 3, 2, 1, 0].flatMap((ago) =>
  Array.from({ length: 12 }, (_, nth) => by('support', 9000 + (nth + ago * 12) * 17, T - ago * DAY + nth * 5 * MINUTE)),
);
const atTheDesk = by('desk', 1, T, { route_kind: 'admin', path: '/admin', object_ref: '', categories: [] });

it.each<[string, RequestRow[]]>([
  ['support that answers customers every day', [...supportDays, asset('support', T)]],
  ['an account with a back office', [...thefts('desk', 14), atTheDesk, asset('desk', T)]],
  ['who follows links with a secret, as a parcel room does', [...thefts('room', 14, { query: 'key=[token]' }), asset('room', T)]],
  ['a courier whose program reads many orders for weeks', [...courier(), asset('courier', T)]],
])('%s does not ring', async (_who, rows) => {
  expect(await look([], [...history, ...rows])).toEqual([]);
});

it('the first day of such support rings, for nobody knows it yet', async () => {
  expect(await look([], [...history, ...supportDays.slice(-12), asset('support', T)])).toMatchObject([{ facts: { how: 'foreign' } }]);
});

it('a family with one account each, who look at each other’s orders, does not ring', async () => {
  const home = ['ann', 'ben', 'cem'].flatMap((reader) =>
    ['ann', 'ben', 'cem'].flatMap((owner, nth) =>
      Array.from({ length: 4 }, (_, one) => told(reader, owner, 40 + nth * 10 + one, T + one * MINUTE)),
    ),
  );
  expect(await look(home)).toEqual([]);
});
