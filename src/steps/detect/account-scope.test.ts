import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openTestTelemetry, type TestTelemetry } from '#engines/telemetry/testing/open-test-telemetry.ts';
import type { RequestRow } from '#engines/telemetry/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import { DAY, HOUR, MINUTE, SECOND } from '#kernel/time.ts';
import { assessAffected } from './affected/assess-affected.ts';
import { detectInArea } from './detect-in-area.ts';
import { titleOf, whyKeyOf } from './explain.ts';
import { type Finding, nothingUsual } from './finding.ts';
import { nothingKnown } from './knowledge.ts';
import { FIREFOX, makeRequest, readOrder } from './testing/make-request.ts';

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

const signIn = (at: number, name: string, address: string, fits: boolean, change: Partial<RequestRow> = {}) =>
  makeRequest(SHOP, at, {
    ...{ address, path: '/account/sign-in', route: '/account/sign-in', route_kind: 'sign-in', method: 'POST', tried: `name-${name}` },
    ...(fits ? { status: 303, auth: 'sign-in-ok', session: `s-${name}-${at}` } : { status: 401, auth: 'sign-in-failed', bytes: 210 }),
    ...change,
  });
const event = (at: number, name: string, address: string, reason: string, change: object = {}) => ({
  ...{ shop_id: SHOP, at: new Date(at), received_at: new Date(at), address, agent: FIREFOX },
  ...{ name: reason === '' ? 'shop.customer.signed_in' : 'shop.customer.sign_in_failed', outcome: reason === '' ? 'success' : 'failure' },
  attributes: JSON.stringify({ 'shop.sign_in.name': `name-${name}`, ...(reason === '' ? {} : { 'shop.sign_in.reason': reason }) }),
  ...change,
});
const place = (nth: number): string => `${40 + nth}.${nth}.7.9`;
const home = (nth: number): string => `198.18.${nth % 200}.4`;
/** Customers sign in through two weeks, one in six after a mistake. */
const customers = Array.from({ length: 800 }, (_, nth) => {
  const at = T - 14 * DAY + nth * 25 * MINUTE;
  const own = [signIn(at + 40 * SECOND, `c-${nth % 300}`, home(nth % 300), true)];
  return nth % 6 === 0 ? [signIn(at, `c-${nth % 300}`, home(nth % 300), false), ...own] : own;
}).flat();

async function look(rows: readonly RequestRow[], events: readonly object[] = []): Promise<Finding[]> {
  await telemetry.insert(org, 'requests', rows);
  await telemetry.insert(org, 'application_events', events as Parameters<typeof telemetry.insert>[2]);
  const span = { from: new Date(T - 12 * HOUR), to: new Date(T + 12 * HOUR) };
  return detectInArea({ telemetry, org, shop: SHOP, span, usual: nothingUsual, knowledge: nothingKnown });
}

/** A try every eight hours, from another network each: no window, no day and no hour shows it. */
const slowly = (name: string, fitting = -1): RequestRow[] =>
  Array.from({ length: 20 }, (_, nth) =>
    [0, 1, 2].map((one) => signIn(T - 6 * DAY + (nth * 3 + one) * 2.5 * HOUR, name, place(nth * 3 + one), nth * 3 + one === fitting)),
  ).flat();

it('one account that is tried slowly from everywhere rings, with its own sign-ins alone', async () => {
  const found = await look([...customers, ...slowly('c-7')]);
  expect(found).toMatchObject([{ rule: 'stuffing', subject: 'account', level: 'medium', succeeded: 'no', count: found[0]?.facts.failed }]);
  expect(found[0]?.facts).toMatchObject({ scope: 'account', how: 'guessing', accounts: 1, unknownUsers: 'unknown' });
  expect(Number(found[0]?.facts.failed)).toBeGreaterThanOrEqual(50);
  expect(found[0] && titleOf(found[0])).toContain('one customer’s account');
  expect(found[0] && whyKeyOf(found[0])).toBe('detect.rule.stuffing.account.why');
});

it('when somebody gets in the account is named, and what was read with it', async () => {
  const rows = slowly('c-7', 55);
  const won = rows.find((row) => row.auth === 'sign-in-ok');
  const read = readOrder(SHOP, Number(won?.at) + MINUTE, 4242, { session: won?.session ?? '', address: won?.address ?? '' });
  const [found, ...more] = await look([...customers, ...rows, read]);
  expect(more).toEqual([]);
  expect(found).toMatchObject({ level: 'critical', succeeded: 'yes', touched: [{ kind: 'order', distinct: 1 }] });
  const affected = await assessAffected({ telemetry, org, shop: SHOP, until: new Date(T + DAY) }, found ? [found] : []);
  expect(affected.entered).toEqual({ certain: 0, all: 1 });
});

const app = 'ShopApp/5.1 (Android 14)';
it.each<[string, RequestRow[]]>([
  [
    'a forgetful customer with five devices',
    Array.from({ length: 25 }, (_, nth) => signIn(T - nth * 50 * MINUTE, 'c-7', place(nth % 5), false, { agent: `${FIREFOX} ${nth % 5}` })),
  ],
  [
    'an app with an old password, behind a carrier that changes its address',
    [
      signIn(T - 9 * DAY, 'c-7', place(0), true, { agent: app }),
      ...Array.from({ length: 70 }, (_, nth) =>
        signIn(T - nth * 2 * HOUR, 'c-7', `100.${64 + (nth % 11)}.3.${nth}`, false, { agent: app }),
      ),
    ],
  ],
  [
    'a sale: everybody signs in, many after mistakes',
    Array.from({ length: 900 }, (_, nth) => [
      signIn(T + nth * 4 * SECOND, `b-${nth}`, home(nth), nth % 3 !== 0),
      signIn(T + nth * 4 * SECOND + 30_000, `b-${nth}`, home(nth), true),
    ])
      .flat()
      .map((row) => ({ ...row, agent: `${FIREFOX} ${row.address}` })),
  ],
])('%s does not ring', async (_who, rows) => {
  const assets = [...new Set(rows.map((row) => `${row.address}\n${row.agent}`))].map((pair) =>
    makeRequest(SHOP, T - HOUR, {
      address: pair.split('\n')[0] ?? '',
      agent: pair.split('\n')[1] ?? '',
      route_kind: 'asset',
      path: '/a.css',
    }),
  );
  expect(await look([...customers, ...rows, ...assets])).toEqual([]);
});

it('a firm’s account that everybody uses does not ring while the sign-in is broken', async () => {
  const firm = Array.from({ length: 30 }, (_, nth) => signIn(T + nth * MINUTE, 'firm', place(nth), false));
  const others = Array.from({ length: 60 }, (_, nth) => signIn(T + nth * 50 * SECOND, `b-${nth}`, home(nth), false));
  const assets = [...firm, ...others].map((row) =>
    makeRequest(SHOP, T, { address: row.address, agent: row.agent, route_kind: 'asset', path: '/a.css' }),
  );
  expect(await look([...customers, ...firm, ...others, ...assets])).toEqual([]);
  org = telemetry.newOrg();
  expect(await look([...customers, ...firm, ...assets])).toMatchObject([{ subject: 'account' }]);
});

const fromMany = (count: number, unknown: number): ReturnType<typeof event>[] =>
  Array.from({ length: count }, (_, nth) =>
    event(T + nth * 30 * SECOND, `x-${nth}`, place(nth % 150), nth % 100 < unknown ? 'unknown_user' : 'wrong_password'),
  );
const ordinary = Array.from({ length: 400 }, (_, nth) => {
  const at = T - 7 * DAY + nth * 25 * MINUTE;
  return [
    event(at, `c-${nth}`, home(nth), ['wrong_password', 'wrong_password', 'wrong_password', 'unknown_user'][nth % 4] ?? ''),
    event(at + MINUTE, `c-${nth}`, home(nth), ''),
  ];
}).flat();

it('a shop that only tells events: names that nobody has ring, from many places that look like browsers, with who got in', async () => {
  const won = event(T + HOUR, 'c-9', place(3), '', { session: 'won', account: 'account-9' });
  const [found, ...more] = await look([], [...ordinary, ...fromMany(240, 85), won]);
  expect(more).toEqual([]);
  expect(found).toMatchObject({ rule: 'stuffing', subject: 'population', level: 'high', succeeded: 'yes' });
  expect(found?.facts).toMatchObject({ how: 'unknown-names', takenOver: 1 });
  expect(Number(found?.facts.unknownUsers)).toBeGreaterThan(80);
  expect(found && whyKeyOf(found)).toBe('detect.rule.stuffing.unknown-names.why');
  const { entered } = await assessAffected({ telemetry, org, shop: SHOP, until: new Date(T + DAY) }, found ? [found] : []);
  expect(entered).toEqual({ certain: 1, all: 1 });
});

it('a shop that only tells events: one address that tries many names, and one account tried from many places', async () => {
  const fast = Array.from({ length: 80 }, (_, nth) => event(T + nth * 5 * SECOND, `y-${nth}`, '203.0.113.5', 'other'));
  const account = slowly('c-7').map((row) => event(Number(row.at), 'c-7', row.address, 'wrong_password'));
  const found = await look([], [...ordinary, ...fast, ...account]);
  expect(found.map((one) => [one.subject, one.facts.how, one.facts.unknownUsers])).toEqual([
    ['address', 'stuffing', 'unknown'],
    ['account', 'guessing', 0],
  ]);
});

it('a letter to old addresses, of which more are nobody’s than usual, does not ring', async () => {
  expect(await look([], [...ordinary, ...fromMany(240, 45)])).toEqual([]);
});

it('where events do not say, the shape of answers does', async () => {
  const known = Array.from({ length: 40 }, (_, nth) => signIn(T - 2 * DAY + nth * HOUR, `c-${nth}`, home(nth), false));
  const campaign = Array.from({ length: 100 }, (_, nth) =>
    signIn(T + nth * 4 * SECOND, nth < 30 ? `c-${nth}` : `x-${nth}`, '203.0.113.5', false, { agent: 'tool', bytes: nth < 30 ? 210 : 190 }),
  );
  const [found] = await look([...customers, ...known, ...campaign]);
  expect(found?.facts).toMatchObject({ scope: 'address', failed: 100, unknownUsers: 70 });
});

it('what log and events both tell is told once', async () => {
  const tries = Array.from({ length: 60 }, (_, nth) => signIn(T + nth * 5 * SECOND, `x-${nth}`, '203.0.113.5', false));
  const same = tries.map((row, nth) => event(Number(row.at), `x-${nth}`, row.address, 'unknown_user'));
  expect(await look([...customers, ...tries], [...ordinary, ...same])).toMatchObject([
    { facts: { scope: 'address', failed: 60, unknownUsers: 100 } },
  ]);
});
