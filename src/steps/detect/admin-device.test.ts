import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestTelemetry, type TestTelemetry } from '#engines/telemetry/testing/open-test-telemetry.ts';
import { makeId } from '#kernel/ids.ts';
import { DAY, HOUR } from '#kernel/time.ts';
import { detectInArea } from './detect-in-area.ts';
import { nothingUsual } from './finding.ts';
import { nothingKnown } from './knowledge.ts';

const T = Date.UTC(2026, 4, 4, 10);
let telemetry: TestTelemetry;
beforeAll(async () => {
  telemetry = await openTestTelemetry();
});
afterAll(() => telemetry[Symbol.asyncDispose]());

const event = (at: number, name: string, change: Readonly<Record<string, string>> = {}) => ({
  ...{ shop_id: 's', source_id: 'src', at: new Date(at), received_at: new Date(at), name, severity: '', service: 'shop', trace_id: '' },
  ...{ address: '192.0.2.10', agent: 'Mozilla/5.0 (Windows NT 10.0) Chrome/136.0.0.0', session: '', account: 'v1.staff', object_kind: '' },
  ...{ object_ref: '', attributes: '{}', body: '', ...change },
});

it('a new device is a hint, and serious when it exports', async () => {
  const org = makeId('org', T, new Uint8Array(16).fill(8));
  const away = { address: '203.0.113.9', agent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/139.0' };
  await telemetry.insert(org, 'application_events', [
    ...[20, 15, 10, 5, 1].map((days) => event(T - days * DAY, 'shop.admin.signed_in')),
    event(T, 'shop.admin.signed_in', away),
  ]);
  const look = async (to: number) =>
    detectInArea({
      telemetry,
      org,
      shop: 's',
      span: { from: new Date(T), to: new Date(to) },
      usual: nothingUsual,
      knowledge: nothingKnown,
    });
  expect(await look(T + HOUR)).toMatchObject([
    { rule: 'new-admin-device', level: 'low', succeeded: 'unknown', actor: { address: '203.0.113.9' }, facts: { known: 5 } },
  ]);
  await telemetry.insert(org, 'application_events', [event(T + 2 * HOUR, 'shop.export.made', away)]);
  expect((await look(T + 3 * HOUR)).filter((one) => one.rule === 'new-admin-device')).toMatchObject([
    { level: 'high', succeeded: 'yes', subject: 'exported' },
  ]);
});
