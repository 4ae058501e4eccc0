import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestTelemetry, type TestTelemetry } from '#engines/telemetry/testing/open-test-telemetry.ts';
import type { RequestRow } from '#engines/telemetry/types.ts';
import { makeId, type OrgId } from '#kernel/ids.ts';
import { DAY, MINUTE, SECOND } from '#kernel/time.ts';
import { readRules } from '#sigma/index.ts';
import { detectInArea } from './detect-in-area.ts';
import { titleOf } from './explain.ts';
import { type Finding, nothingUsual } from './finding.ts';
import { nothingKnown } from './knowledge.ts';
import { findOwnSingles } from './rules/own-singles.ts';
import { makeRequest } from './testing/make-request.ts';

const T = Date.UTC(2026, 4, 4, 10);
let telemetry: TestTelemetry;
let serial = 1;
beforeAll(async () => {
  telemetry = await openTestTelemetry();
});
afterAll(() => telemetry[Symbol.asyncDispose]());

const head = (name: string) => `title: ${name}\nname: ${name}\nlogsource: { category: webserver }\n`;
const FAILED = `${head('failed')}detection: { s: { shopbell.auth: sign-in-failed }, condition: s }\n`;
const MANY = `title: Many failed sign-ins\nid: many\nlevel: high\ncorrelation:\n  type: event_count\n  rules: [failed]\n  group-by: [c-ip]\n  timespan: 10m\n  condition: { gte: 5 }\n`;
const ACCOUNTS = `title: Many accounts\nid: accounts\nlevel: high\ncorrelation:\n  type: value_count\n  rules: [failed]\n  timespan: 10m\n  condition: { gte: 4, field: shopbell.account }\n`;

async function store(rows: readonly RequestRow[], org: OrgId = makeId('org', serial++, new Uint8Array(16))): Promise<OrgId> {
  await telemetry.insert(org, 'requests', rows);
  return org;
}

async function look(org: OrgId, yaml: string, from: number, to: number): Promise<Finding[]> {
  const rules = readRules([{ name: 'own.yml', text: yaml }]);
  expect(rules.problems).toEqual([]);
  const span = { from: new Date(from), to: new Date(to) };
  const area = { telemetry, org, shop: 's', span, usual: nothingUsual, knowledge: { ...nothingKnown, rules } };
  return (await detectInArea(area)).filter((finding) => finding.rule === 'own-rule');
}

const fail = (at: number, change: Partial<RequestRow> = {}): RequestRow =>
  makeRequest('s', at, { method: 'POST', path: '/login', route_kind: 'sign-in', status: 401, auth: 'sign-in-failed', ...change });
const times = (count: number, every: number, change: (nth: number) => Partial<RequestRow> = () => ({})): RequestRow[] =>
  Array.from({ length: count }, (_, nth) => fail(T + nth * every, change(nth)));

it('a rule on single requests finds them by address and day', async () => {
  const org = await store([
    ...[1, 2, 3].map((nth) => makeRequest('s', T + nth * SECOND, { path: '/old-shop/contact', address: '198.51.100.4' })),
    makeRequest('s', T, { path: '/contact', address: '198.51.100.5' }),
  ]);
  const rule = `${head('The old shop is asked')}level: medium\ntags: [attack.t1190]\ndetection: { s: { cs-uri-stem|startswith: /old-shop/ }, condition: s }\n`;
  const found = await look(org, rule, T, T + MINUTE);
  expect(found).toMatchObject([
    {
      subject: 'The old shop is asked',
      level: 'medium',
      attack: 'T1190',
      succeeded: 'unknown',
      count: 3,
      actor: { address: '198.51.100.4' },
    },
  ]);
  expect(found.map(titleOf)).toEqual(['The old shop is asked']);
});

it('one told a hundred times a day is told once', async () => {
  const org = await store(
    Array.from({ length: 150 }, (_, nth) => makeRequest('s', T + nth, { path: '/x', status: 500, address: `198.51.100.${nth}` })),
  );
  const rule = `${head('Errors')}detection: { s: { sc-status|gte: 500 }, condition: s }\n`;
  expect(await look(org, rule, T, T + MINUTE)).toMatchObject([{ count: 150, actor: { addresses: 150 } }]);
});

it('a correlation counts by group in windows, wherever the looked-at span begins', async () => {
  const org = await store([
    ...times(5, MINUTE, () => ({ address: '198.51.100.7' })),
    ...times(4, MINUTE, () => ({ address: '198.51.100.8' })),
  ]);
  const expected = [{ subject: 'many', level: 'high', count: 5, actor: { address: '198.51.100.7' }, facts: { span: '10m', peak: 5 } }];
  expect(await look(org, `${FAILED}---\n${MANY}`, T, T + DAY)).toMatchObject(expected);
  expect(await look(org, `${FAILED}---\n${MANY}`, T + 4 * MINUTE, T + 5 * MINUTE)).toMatchObject(expected);
  expect(await look(org, `${FAILED}---\n${MANY}`, T + 5 * MINUTE, T + 6 * MINUTE)).toEqual([]);
});

it('late rows are counted where they belong', async () => {
  const [late, ...rest] = times(5, MINUTE, () => ({ address: '198.51.100.9' })).reverse();
  const org = await store(rest);
  const rules = `${FAILED}---\n${MANY}`;
  expect(await look(org, rules, T, T + 5 * MINUTE)).toEqual([]);
  if (late) await store([{ ...late, at: new Date(T + 30 * SECOND) }], org);
  expect(await look(org, rules, T + 30 * SECOND, T + 30 * SECOND)).toMatchObject([{ count: 5, firstSeen: new Date(T).toISOString() }]);
});

it('counts different values, and events of applications', async () => {
  const org = await store(times(8, SECOND, (nth) => ({ account: `account-${nth % 4}` })));
  expect(await look(org, `${FAILED}---\n${ACCOUNTS}`, T, T + MINUTE)).toMatchObject([{ facts: { peak: 4 }, count: 8 }]);
  const events = Array.from({ length: 3 }, (_, nth) => ({
    shop_id: 's',
    source_id: 'src',
    at: new Date(T + nth * SECOND),
    received_at: new Date(T),
    name: 'shop.coupon.used',
    severity: 'info',
    service: 'shop',
    trace_id: '',
    address: '198.51.100.3',
    session: '',
    account: 'a',
    object_kind: '',
    object_ref: '',
    attributes: JSON.stringify({ 'coupon.value': 50 + nth }),
    body: '',
  }));
  await telemetry.insert(org, 'application_events', events);
  const coupon = `title: coupon\nname: coupon\nlogsource: { product: shopbell, service: shop.order }\ndetection: { s: { name: shop.coupon.used }, condition: s }\n`;
  const worth = `title: Coupons\nid: coupons\ncorrelation: { type: value_sum, rules: [coupon], group-by: [c-ip], timespan: 1h, condition: { field: coupon.value, gte: 150 } }\n`;
  expect(await look(org, `${coupon}---\n${worth}`, T, T + MINUTE)).toMatchObject([{ subject: 'coupons', count: 3, facts: { peak: 153 } }]);
  expect(await look(org, coupon, T, T + MINUTE)).toMatchObject([{ subject: 'coupon', count: 3 }]);
});

it('a rule for which too many rows would have to be judged is named, and the others are told all the same', async () => {
  const org = makeId('org', serial++, new Uint8Array(16));
  const span = (nth: number) => ({
    ...{ shop_id: 's', source_id: 'src', at: new Date(T + nth), received_at: new Date(T), name: 'GET', kind: 'client', status: 'ok' },
    ...{ service: 'shop', peer: nth === 7 ? 'drop.example' : 'api.example', attributes: JSON.stringify({ 'app.size': nth }) },
  });
  await telemetry.insert(
    org,
    'spans',
    Array.from({ length: 500 }, (_, nth) => span(nth)),
  );
  const rule = (name: string, asked: string) =>
    `title: ${name}\nname: ${name}\nlogsource: { category: span }\ndetection: { s: { ${asked} }, condition: s }\n`;
  const text = [
    rule('costly', 'app.size|gte: 5'),
    rule('everything', 'span.peer|contains: example'),
    rule('exact', 'span.peer: drop.example'),
  ];
  const rules = readRules([{ name: 'own.yml', text: text.join('---\n') }]);
  expect(rules.problems).toEqual([]);
  const around = { from: new Date(T), to: new Date(T + MINUTE) };
  const area = { telemetry, org, shop: 's', span: around, usual: nothingUsual, knowledge: { ...nothingKnown, rules } };
  const told = async (most: number) =>
    (await findOwnSingles(area, most)).map(({ subject, count, facts }) => [subject, 'expensive' in facts ? 'expensive' : count]).sort();
  expect(await told(1000)).toEqual([
    ['costly', 495],
    ['everything', 500],
    ['exact', 1],
  ]);
  expect(await told(400)).toEqual([
    ['costly', 'expensive'],
    ['everything', 'expensive'],
    ['exact', 1],
  ]);
});
