import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestTelemetry, type TestTelemetry } from '#engines/telemetry/testing/open-test-telemetry.ts';
import { deviceOf } from './device-of.ts';

const AGENTS: Readonly<Record<string, string>> = {
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1':
    'mobile',
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36': 'mobile',
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36': 'tablet',
  'Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148': 'tablet',
  'Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0': 'mobile',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36': 'desktop',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/19.0 Safari/605.1.15': 'desktop',
  'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36': 'desktop',
  'ShopApp/1': 'other',
  '': '',
};

let telemetry: TestTelemetry;
beforeAll(async () => {
  telemetry = await openTestTelemetry();
});
afterAll(() => telemetry[Symbol.asyncDispose]());

it('a browser’s words are one class, a word of the shop another way to say it', () => {
  for (const [agent, device] of Object.entries(AGENTS)) expect(deviceOf(agent), agent).toBe(device);
  expect(['Mobile', 'phone', 'Desktop', 'computer', 'TABLET', ' web '].map(deviceOf)).toEqual([
    ...['mobile', 'mobile', 'desktop', 'desktop', 'tablet', 'desktop'],
  ]);
});

it('the engine makes the same of events, keeps the class alone with orders, and no country that is none', async () => {
  const org = telemetry.newOrg();
  const at = new Date('2026-11-30T10:00:00Z');
  const row = (nth: number, more: Record<string, unknown>, attributes: Record<string, string>, name = 'shop.order.placed') => ({
    ...{ shop_id: 's', source_id: 'x', at, received_at: at, name, object_kind: 'order', object_ref: `o${String(nth).padStart(2, '0')}` },
    ...{ attributes: JSON.stringify(attributes), ...more },
  });
  const agents = Object.entries(AGENTS);
  await telemetry.insert(org, 'application_events', [
    ...agents.map(([agent], nth) => row(nth, { agent }, { 'shop.country': nth === 0 ? '10 High Street, London' : 'de' })),
    row(90, { agent: agents[0]?.[0] ?? '' }, { 'shop.device': 'Desktop' }),
    row(91, { agent: agents[0]?.[0] ?? '' }, {}, 'shop.order.paid'),
    row(92, { agent: agents[0]?.[0] ?? '' }, { 'shop.system': 'erp' }),
  ]);
  const rows = await telemetry.query<{ device: string; country: string }>(
    org,
    'select device, country from @order_steps order by order_ref',
  );
  expect(rows.map(({ device }) => device)).toEqual([...agents.map(([, device]) => device), 'desktop', '', '']);
  expect(rows.map(({ country }) => country).slice(0, 2)).toEqual(['', 'DE']);
});
