import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import type { Telemetry } from '#engines/telemetry/types.ts';
import { makeId, type OrgId } from '#kernel/ids.ts';
import { HOUR, MINUTE, SECOND } from '#kernel/time.ts';
import { select } from '../finding.ts';
import { makeRequest, readOrder } from '../testing/make-request.ts';
import { assessAffected } from './assess-affected.ts';

const T = Date.UTC(2026, 4, 4, 10);
const ROBBER = { address: '203.0.113.66', agent: 'tool' };
const folder = mkdtempSync(join(tmpdir(), 'shopbell-affected-'));
let telemetry: Telemetry;
let count = 0;

beforeAll(async () => {
  telemetry = await openTelemetry({ path: folder, retentionDays: null });
});
afterAll(async () => {
  await telemetry.close();
  rmSync(folder, { recursive: true, force: true });
});

const newOrg = (): OrgId => makeId('org', ++count, new Uint8Array(16));
/** A page every five seconds for three hours around the incident, but in the minutes that are left out. */
const visitors = (withoutFrom = 0, withoutTo = 0) =>
  Array.from({ length: 2_160 }, (_, nth) => T - HOUR + nth * 5 * SECOND)
    .filter((at) => at < T + withoutFrom || at >= T + withoutTo)
    .map((at) => makeRequest('shop', at));

async function assess(org: OrgId) {
  const reads = select(
    'personal-reads',
    { from: new Date(T).toISOString(), to: new Date(T + HOUR).toISOString() },
    {
      pairs: [`${ROBBER.address}\n${ROBBER.agent}`],
    },
  );
  const finding = { rule: 'enumeration' as const, succeeded: 'yes' as const, selection: reads, reads, categories: [], facts: {} };
  return assessAffected({ telemetry, org, shop: 'shop', until: new Date(T + 2 * HOUR) }, [finding, finding]);
}

it('a read that both the log and the application’s own event tell is one', async () => {
  const org = newOrg();
  const reads = Array.from({ length: 40 }, (_, nth) => readOrder('shop', T + nth * SECOND, nth, { ...ROBBER, bytes: 3_000 + nth }));
  await telemetry.insert(org, 'requests', [...visitors(), ...reads]);
  const told = reads.map(({ shop_id, address, agent, categories, object_kind, object_ref, object_position, at }) => ({
    ...{ shop_id, address, agent, categories, object_kind, object_ref, object_position, name: 'shop.record.read' },
    ...{ at: new Date(at.getTime() + 200), received_at: at },
  }));
  await telemetry.insert(org, 'application_events', told);
  expect(await assess(org)).toMatchObject({ records: 40, times: 40 });
  await telemetry.insert(org, 'application_events', told.slice(0, 10));
  expect(await assess(org)).toMatchObject({ records: 40, times: 50 });
});

it('counts each record once over all findings, nobody else’s, and empty pages only as possible', async () => {
  const org = newOrg();
  await telemetry.insert(org, 'requests', [
    ...visitors(),
    ...Array.from({ length: 40 }, (_, nth) => readOrder('shop', T + nth * SECOND, nth, { ...ROBBER, bytes: 3_000 + nth })),
    ...Array.from({ length: 5 }, (_, nth) => readOrder('shop', T + MINUTE + nth * SECOND, nth, { ...ROBBER, bytes: 3_000 + nth })),
    ...Array.from({ length: 30 }, (_, nth) => readOrder('shop', T + 2 * MINUTE + nth, 500 + nth, { ...ROBBER, bytes: 777 })),
    ...Array.from({ length: 7 }, (_, nth) => readOrder('shop', T + nth, 900 + nth, { address: ROBBER.address, agent: 'a neighbour' })),
  ]);
  const affected = await assess(org);
  expect(affected.kinds).toEqual([{ kind: 'order', records: 70, certain: 40, likely: 0, possible: 30 }]);
  expect(affected).toMatchObject({ records: 70, times: 75, people: { atLeast: 1, atMost: 70 }, byCategory: { email: 70 } });
  expect(affected.first).toEqual(new Date(T));
  expect(affected.reasons.map((reason) => reason.code)).toEqual(['nobody-asked', 'same-size']);
});

it('a hole in the log during the incident leaves no upper bound, and says from the last row before to the first after', async () => {
  const org = newOrg();
  await telemetry.insert(org, 'requests', [...visitors(18 * MINUTE, 41 * MINUTE), readOrder('shop', T, 1, ROBBER)]);
  const affected = await assess(org);
  expect(affected.people).toEqual({ atLeast: 1, atMost: null });
  expect(affected.reasons).toMatchObject([
    { code: 'gap', values: { from: new Date(T + 18 * MINUTE - 5 * SECOND).toISOString(), to: new Date(T + 41 * MINUTE).toISOString() } },
  ]);
});

it('what nothing is known of is nothing, and a source too quiet to judge is said to be so', async () => {
  const org = newOrg();
  await telemetry.insert(org, 'requests', [readOrder('shop', T, 1, ROBBER)]);
  expect(await assess(org)).toMatchObject({ people: { atLeast: 1, atMost: 1 }, reasons: [{ code: 'gaps-unknown' }] });
  expect(await assessAffected({ telemetry, org: newOrg(), shop: 'shop', until: new Date(T) }, [])).toMatchObject({
    people: { atLeast: 0, atMost: 0 },
    first: null,
  });
});
