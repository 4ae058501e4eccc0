import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestTelemetry, type TestTelemetry } from '#engines/telemetry/testing/open-test-telemetry.ts';
import type { RequestRow } from '#engines/telemetry/types.ts';
import { DAY, HOUR, MINUTE, SECOND } from '#kernel/time.ts';
import { assessAffected } from './affected/assess-affected.ts';
import { detectInArea } from './detect-in-area.ts';
import type { Finding } from './finding.ts';
import { nothingKnown } from './knowledge.ts';
import { readLearned } from './read-learned.ts';
import { readUsual } from './rules/read-usual.ts';
import { FIREFOX, makeRequest } from './testing/make-request.ts';

const SHOP = 's';
const T = Date.UTC(2026, 5, 9, 10);
const TOOL = 'Go-http-client/2.0';
let telemetry: TestTelemetry;
beforeAll(async () => {
  telemetry = await openTestTelemetry();
});
afterAll(() => telemetry[Symbol.asyncDispose]());

type Target = (nth: number) => Partial<RequestRow>;
const path =
  (make: (nth: number) => string): Target =>
  (nth) => ({ path: make(nth), route_kind: 'other', bytes: 20_000 + ((nth * 7919) % 5000) });

/** Customers of three days: shelves, and those who sign in read one to three records of their own. */
function customers(own: Target, count = 300, isSignedIn = true): RequestRow[] {
  return Array.from({ length: count }, (_, nth) => {
    const at = T - 3 * DAY + nth * 12 * MINUTE;
    const who = { address: `198.51.${100 + Math.floor(nth / 250)}.${nth % 250}`, agent: `${FIREFOX} ${nth % 5}` };
    const visit = [
      makeRequest(SHOP, at, who),
      makeRequest(SHOP, at + 200, { ...who, path: '/assets/shop.css', route_kind: 'asset' }),
      makeRequest(SHOP, at + SECOND, { ...who, path: `/d/${1 + ((nth * nth) % 40)}`, route_kind: 'other' }),
    ];
    if (nth % 3 !== 0) return visit;
    const signIn = { ...who, path: '/in', route_kind: 'sign-in', method: 'POST', status: 303, auth: 'sign-in-ok' };
    const records = Array.from({ length: 1 + (nth % 3) }, (_, one) =>
      makeRequest(SHOP, at + (9 + one * 5) * SECOND, { ...who, ...own(60_000 + nth * 3 + one) }),
    );
    return [...visit, ...(isSignedIn ? [makeRequest(SHOP, at + 5 * SECOND, signIn)] : []), ...records];
  }).flat();
}

const walk = (own: Target, ids: readonly number[], everyMs: number, from = T, change: Partial<RequestRow> = {}): RequestRow[] =>
  ids.map((id, nth) => makeRequest(SHOP, from + nth * everyMs, { address: '203.0.113.40', agent: TOOL, ...own(id), ...change }));
const ids = (from: number, count: number): number[] => Array.from({ length: count }, (_, nth) => from + nth);

/** History until an hour before T, then a look at what came afterwards. */
async function look(rows: readonly RequestRow[]) {
  const org = telemetry.newOrg();
  await telemetry.insert(org, 'requests', rows);
  const span = { from: new Date(T - HOUR), to: new Date(T + 12 * HOUR) };
  const usual = await readUsual(telemetry, org, SHOP, { from: new Date(T - 7 * DAY), to: span.from });
  const found = await detectInArea({ telemetry, org, shop: SHOP, span, usual, knowledge: nothingKnown });
  return { org, found: found.filter((one) => one.rule === 'enumeration') };
}

const receipts = path((nth) => `/kundenkonto/beleg/${nth}.pdf`);
const unnamed = path((nth) => `/x/show/${nth}`);
const asked: Target = (nth) => ({
  path: '/panel/zamowienie.php',
  query: `lang=pl&oid=${nth}`,
  route_kind: 'other',
  bytes: 9000 + (nth % 700),
});
const uuid = path(
  (nth) =>
    `/files/${(nth * 2654435761).toString(16).padStart(12, '0').slice(0, 8)}-1f2e-4${nth.toString(16).slice(-3)}-a0b1-00000000${nth.toString(16)}`,
);

describe('enumeration on routes that nobody described', () => {
  it.each<[string, Target, string, Finding['level'], string]>([
    ['a number in a path whose words name a record', receipts, '/kundenkonto/beleg/{n}.pdf', 'critical', 'people'],
    ['a parameter', asked, '/panel/zamowienie.php?lang=pl&oid={n}', 'critical', 'people'],
    ['a path that says nothing, by its history', unnamed, '/x/show/{n}', 'high', 'private'],
    ['random ids, by their history', uuid, '/files/{id}', 'high', 'private'],
  ])('is found: %s', async (_, own, route, level, learned) => {
    const numbers = ids(61_000, 130);
    const { org, found } = await look([...customers(own), ...walk(own, numbers, 2 * SECOND)]);
    expect(found).toMatchObject([{ subject: route, level, succeeded: 'yes', count: 130, facts: { learned, records: 130, usual: 1 } }]);
    const [finding] = found;
    if (finding === undefined) return;
    const read = await readLearned(telemetry, org, SHOP, [finding]);
    expect(new Set(read.map((one) => one.id)).size).toBe(130);
    if (own !== uuid) expect(read.map((one) => one.id).sort()).toEqual(numbers.map(String).sort());
    const affected = await assessAffected({ telemetry, org, shop: SHOP, until: new Date(T + DAY) }, found);
    expect(affected.people).toEqual({ atLeast: 1, atMost: 130 });
    expect(affected.reasons.map((one) => one.code)).toContain('learned-route');
  });

  it('is found when it is slow, and when many addresses share it out', async () => {
    const slow = await look([...customers(receipts), ...walk(receipts, ids(61_000, 90), 7 * MINUTE)]);
    expect(slow.found).toMatchObject([{ facts: { how: 'slow', records: 90 } }]);
    const spread = ids(61_000, 80).map((id, nth) =>
      walk(receipts, [id], 0, T + nth * MINUTE, { address: `203.0.113.${nth}`, agent: `b ${nth % 3}` }),
    );
    const scattered = await look([...customers(receipts), ...spread.flat()]);
    expect(scattered.found).toMatchObject([{ facts: { how: 'scattered', records: 80, addresses: 80 } }]);
  });

  it('without any history the words alone tell, and of what nobody knows only a low note is made', async () => {
    expect((await look(walk(receipts, ids(5, 60), SECOND))).found).toMatchObject([{ level: 'high', facts: { learned: 'people' } }]);
    expect((await look(walk(unnamed, ids(5, 60), SECOND))).found).toMatchObject([{ level: 'low', succeeded: 'unknown', categories: [] }]);
    expect((await look(walk(unnamed, ids(5, 30), SECOND))).found).toEqual([]);
  });

  it.each<[string, () => RequestRow[]]>([
    [
      'pages of products, by their words',
      () =>
        walk(
          path((nth) => `/produkt/${nth}`),
          ids(1, 700),
          SECOND,
        ),
    ],
    [
      'pages that many people read, whatever they are called',
      () => [
        ...Array.from({ length: 200 }, (_, nth) =>
          walk(
            path((id) => `/user/${id}`),
            [nth % 20, (nth + 7) % 20],
            SECOND,
            T - DAY + nth * MINUTE,
            { address: `198.51.100.${nth}`, agent: FIREFOX },
          ),
        ).flat(),
        ...walk(
          path((id) => `/user/${id}`),
          ids(1, 90),
          SECOND,
        ),
      ],
    ],
    [
      'a list that is leafed through',
      () => walk((nth) => ({ path: '/kunden-werben', query: `seite=${nth}`, route_kind: 'other' }), ids(1, 90), SECOND),
    ],
    [
      'an address with the time in it',
      () => walk((nth) => ({ path: '/konto/stand', query: `_=${1_780_000_000_000 + nth}`, route_kind: 'other' }), ids(1, 90), SECOND),
    ],
    ['customers only', () => customers(receipts, 800)],
    ['what was refused', () => walk(receipts, ids(1, 200), SECOND, T, { status: 403 })],
    [
      'a program that does so every day',
      () =>
        [0, 1, 2, 3, 4, 5].flatMap((day) =>
          walk(receipts, ids(70_000 + day * 200, 120), 2 * SECOND, T - day * DAY, { address: '192.0.2.9', agent: 'erp/4' }),
        ),
    ],
    [
      'a search engine from its own address',
      () =>
        walk(unnamed, ids(1, 200), SECOND, T, {
          address: '66.249.66.1',
          agent: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
        }),
    ],
  ])('is silent: %s', async (_, rows) => {
    expect((await look([...customers(receipts), ...rows()])).found).toEqual([]);
  });
});
