import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestTelemetry, type TestTelemetry } from '#engines/telemetry/testing/open-test-telemetry.ts';
import { makeEventRows } from '#intake/http/make-event-rows.ts';
import { loadDataMap, localKeys } from '#intake/index.ts';
import { makeId } from '#kernel/ids.ts';
import { HOUR, MINUTE } from '#kernel/time.ts';
import { nothingUsual } from './finding.ts';
import { nothingKnown } from './knowledge.ts';
import { findImpossibleTravel } from './rules/impossible-travel.ts';

const T = Date.UTC(2026, 4, 4, 10);
let telemetry: TestTelemetry;
beforeAll(async () => {
  telemetry = await openTestTelemetry();
});
afterAll(() => telemetry[Symbol.asyncDispose]());

const WARSAW = { latitude: 52.23, longitude: 21.01, country: 'PL', radiusKm: 20 };
const TOKYO = { 'client.geo.location.lat': 35.68, 'client.geo.location.lon': 139.69, 'client.geo.country.iso_code': 'JP' };

async function store(
  nth: number,
  ...events: readonly { readonly at: number; readonly name: string; readonly attributes: Record<string, string | number> }[]
) {
  const org = makeId('org', T + nth, new Uint8Array(16).fill(nth));
  const { events: rows, rejected } = makeEventRows(
    {
      ...{ shop: 's', source: 'src', map: await loadDataMap('generic'), keys: localKeys(new Uint8Array(32)) },
      ...{ now: new Date(T + 24 * HOUR), maxAgeMs: 1e12, delivery: 'd' },
    },
    events.map((event) => ({ ...event, severity: '', service: 'shop', traceId: '', body: '' })),
  );
  expect(rejected).toEqual([]);
  await telemetry.insert(org, 'application_events', rows);
  const span = { from: new Date(T), to: new Date(T + 4 * HOUR) };
  const locate = (address: string) => (address.startsWith('198.51.100.') ? WARSAW : null);
  return findImpossibleTravel({ telemetry, org, shop: 's', span, usual: nothingUsual, knowledge: { ...nothingKnown, locate } });
}

const signIn = (at: number, address: string, geo: Record<string, string | number> = {}) => ({
  at,
  name: 'shop.admin.signed_in',
  attributes: { 'shop.actor.id': '7', 'client.address': address, 'user_agent.original': 'Firefox', ...geo },
});

it('tells of staff in two places at once, by the database of places and by what the event says itself; more so with an export', async () => {
  const here = signIn(T, '198.51.100.7');
  const there = signIn(T + 30 * MINUTE, '203.0.113.9', TOKYO);
  const found = await store(1, here, there);
  expect(found).toMatchObject([
    {
      rule: 'impossible-travel',
      level: 'medium',
      actor: { address: '203.0.113.9', addresses: 2 },
      count: 2,
      facts: { minutes: 30, from: 'PL', to: 'JP', exported: 'no' },
    },
  ]);
  const made = { at: T + HOUR, name: 'shop.export.made', attributes: { 'shop.actor.id': '7', 'shop.object.count': 900 } };
  expect(await store(2, here, there, made)).toMatchObject([{ level: 'critical', succeeded: 'yes', count: 3, facts: { exported: 'yes' } }]);
});

it('where a place is not known, or the numbers are no place, nobody is blamed', async () => {
  expect(await store(3, signIn(T, '198.51.100.7'), signIn(T + MINUTE, '203.0.113.9'))).toEqual([]);
  const nonsense = { 'geo.location.lat': 999, 'geo.location.lon': 'x' };
  expect(await store(4, signIn(T, '198.51.100.7'), signIn(T + MINUTE, '203.0.113.9', nonsense))).toEqual([]);
  expect(await store(5, signIn(T, '198.51.100.7'), signIn(T + MINUTE, '198.51.100.99'))).toEqual([]);
});
