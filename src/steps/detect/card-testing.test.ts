import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestTelemetry, type TestTelemetry } from '#engines/telemetry/testing/open-test-telemetry.ts';
import { makeEventRows } from '#intake/http/make-event-rows.ts';
import { loadDataMap, localKeys } from '#intake/index.ts';
import { makeId } from '#kernel/ids.ts';
import { SECOND } from '#kernel/time.ts';
import { detectInArea } from './detect-in-area.ts';
import { nothingUsual } from './finding.ts';
import { nothingKnown } from './knowledge.ts';

const T = Date.UTC(2026, 4, 4, 10);
let telemetry: TestTelemetry;
beforeAll(async () => {
  telemetry = await openTestTelemetry();
});
afterAll(() => telemetry[Symbol.asyncDispose]());

it('what a shop tells of its payments is taken in with cards as keyed hashes, and rings when cards are tried out', async () => {
  const context = {
    ...{ shop: 's', source: 'src', map: await loadDataMap('generic'), keys: localKeys(new Uint8Array(32)) },
    ...{ now: new Date(T + 3600 * SECOND), maxAgeMs: 1e12, delivery: 'd' },
  };
  const payment = (nth: number, address: string, card: string, name = 'shop.payment.failed') => ({
    ...{ at: T + nth * 5 * SECOND, name, severity: '', service: 'shop', traceId: '', body: '' },
    attributes: {
      'client.address': address,
      'user_agent.original': 'tool',
      'shop.payment.card.prefix': '411111',
      'shop.payment.card.id': card,
    },
  });
  const tried = Array.from({ length: 15 }, (_, nth) => payment(nth, '203.0.113.7', `tok_secret_${nth}`));
  const honest = Array.from({ length: 30 }, (_, nth) => payment(nth, `198.51.100.${nth}`, `tok_secret_h${nth}`, 'shop.payment.succeeded'));
  const { events, rejected } = makeEventRows(context, [
    ...tried,
    ...honest,
    payment(16, '203.0.113.7', 'tok_secret_x', 'shop.payment.succeeded'),
  ]);
  expect(rejected).toEqual([]);
  expect(JSON.stringify(events)).not.toContain('tok_secret');
  const org = makeId('org', T, new Uint8Array(16).fill(9));
  await telemetry.insert(org, 'application_events', events);
  const span = { from: new Date(T), to: new Date(T + 600 * SECOND) };
  const found = await detectInArea({ telemetry, org, shop: 's', span, usual: nothingUsual, knowledge: nothingKnown });
  expect(found).toMatchObject([
    {
      rule: 'card-testing',
      level: 'high',
      succeeded: 'yes',
      actor: { address: '203.0.113.7' },
      count: 16,
      facts: { cards: 15, failed: 15, passed: 1, scope: 'visitor' },
    },
  ]);
});

it('cards that are tried once each from everywhere are told by the share of payments that fails, and a sale day is none', async () => {
  const payment = (at: number, nth: number, name: string) => ({
    ...{ shop_id: 's', source_id: 'src', at: new Date(at), received_at: new Date(at), name, agent: `Browser ${nth % 9}` },
    ...{ address: `198.51.${nth % 200}.${(nth * 7) % 250}`, session: `s${at}-${nth}` },
    attributes: JSON.stringify({
      'shop.payment.card.prefix': String(400_000 + ((nth * 37) % 90_000)),
      'shop.payment.card.id': `h${at}-${nth}`,
    }),
  });
  const hourOf = (at: number, good: number, bad: number) => [
    ...Array.from({ length: good }, (_, nth) => payment(at + nth * SECOND, nth, 'shop.payment.succeeded')),
    ...Array.from({ length: bad }, (_, nth) => payment(at + nth * 20 * SECOND, nth + 500, 'shop.payment.failed')),
  ];
  const before = Array.from({ length: 48 }, (_, nth) => hourOf(T - (nth + 1) * 3600 * SECOND, 18, 2)).flat();
  const look = async (rows: readonly object[]) => {
    const org = telemetry.newOrg();
    await telemetry.insert(org, 'application_events', [...before, ...rows] as never);
    const span = { from: new Date(T), to: new Date(T + 3600 * SECOND - 1) };
    const found = await detectInArea({ telemetry, org, shop: 's', span, usual: nothingUsual, knowledge: nothingKnown });
    return found.filter((one) => one.rule === 'card-testing');
  };
  expect(await look(hourOf(T, 18, 120))).toMatchObject([
    { level: 'high', subject: 'population', count: 138, facts: { scope: 'population', failed: 120, passed: 18, usual: 10 } },
  ]);
  expect(await look(hourOf(T, 700, 80))).toEqual([]);
});
