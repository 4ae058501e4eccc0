import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import type { RequestRow } from '#engines/telemetry/types.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { makeId, type OrgId, type ShopId } from '#kernel/ids.ts';
import { type TouchedRecord, UNNAMED_ACCOUNT } from '#kernel/people.ts';
import { MINUTE, SECOND } from '#kernel/time.ts';
import { freshMemory, runDetection } from './run-detection.ts';
import { listSignals } from './store.ts';
import { FIREFOX, makeCustomers, makeRequest, readOrder } from './testing/make-request.ts';
import { listTouchedRecords } from './verbs/list-touched-records.ts';

const T = Date.UTC(2026, 4, 4, 10);
let house: TestHouse;
let org: OrgId;
let shop: ShopId;

beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    telemetry: await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null }),
  }));
});
afterAll(() => house[Symbol.asyncDispose]());
beforeEach(() => {
  org = house.newOrg();
  shop = makeId('shop', Date.now(), house.random.bytes(16));
  house.setNow(new Date(T + 60 * MINUTE));
});

/** Stores what happened second by second, with a look after each, and a last one when everything may speak up. */
async function live(rows: readonly RequestRow[]): Promise<void> {
  const memory = freshMemory();
  const seconds = new Map<number, RequestRow[]>();
  for (const row of rows) {
    const second = Math.floor(row.at.getTime() / SECOND);
    seconds.set(second, [...(seconds.get(second) ?? []), row]);
  }
  for (const second of [...seconds.keys()].sort((a, b) => a - b)) {
    await house.telemetry.insert(org, 'requests', seconds.get(second) ?? []);
    house.advance(SECOND);
    await runDetection(house, org, shop, 'one', memory);
  }
  // Who took long rests before he looks again, by the real clock.
  await new Promise((resolve) => setTimeout(resolve, 4 * Math.max(...[...memory.turns.values()].map(({ tookMs }) => tookMs))));
  house.advance(6 * SECOND);
  do await runDetection(house, org, shop, 'one', memory);
  while (memory.open);
  house.advance(6 * SECOND);
  await runDetection(house, org, shop, 'one', memory);
}

const signals = () => house.state.inOrg(org, (db) => listSignals(db));

/** References of the records that were read, and how many accounts were entered that nothing names. */
async function touchedAll(): Promise<{ readonly read: string[]; readonly unnamed: number }> {
  const rows = await signals();
  const { batches } = await listTouchedRecords(house.scope(org), { signals: rows.map((row) => row.id) });
  const records: TouchedRecord[] = [];
  for await (const batch of batches) records.push(...batch);
  const read = records.filter(({ kind }) => kind !== UNNAMED_ACCOUNT).map(({ ref }): string => ref);
  return { read: read.sort(), unnamed: records.length - read.length };
}

const refs = (from: number, count: number): string[] => Array.from({ length: count }, (_, i) => `ref-${from + i}`).sort();

describe('one campaign is one signal', () => {
  it.each([
    [40, 7],
    [40, 25],
    [15, 1],
  ])('when one sequence is read from two addresses, %i a second, %i at a time', async (perSecond, stride) => {
    const attack = Array.from({ length: 160 }, (_, i) =>
      readOrder(shop, T + Math.floor((i * SECOND) / perSecond), 1000 + i, {
        address: `203.0.113.${60 + (Math.floor(i / stride) % 2)}`,
        agent: FIREFOX,
      }),
    );
    await house.telemetry.insert(org, 'requests', makeCustomers(shop, T - 30 * MINUTE, 100, 10 * SECOND));
    await live(attack);
    expect(await signals()).toMatchObject([{ rule: 'enumeration', count: 160, actor: { addresses: 2 } }]);
    expect(await touchedAll()).toEqual({ read: refs(1000, 160), unnamed: 0 });
  });

  it.each([
    [40, 240],
    [12, 360],
  ])('when passwords are tried from %i addresses under nine names, %i times', async (addresses, tries) => {
    const attack = Array.from({ length: tries }, (_, i) => {
      const who = { address: `203.0.113.${i % addresses}`, agent: `Browser ${i % 9}` };
      const at = T + Math.floor((i * SECOND) / 30);
      const fits = i % 25 === 5;
      const signIn = { ...who, path: '/account/sign-in', route_kind: 'sign-in', method: 'POST' };
      return [
        makeRequest(shop, at, { ...signIn, status: fits ? 303 : 401, auth: fits ? 'sign-in-ok' : 'sign-in-failed' }),
        ...(fits ? [readOrder(shop, at + 20, 1000 + i, who)] : []),
      ];
    }).flat();
    await house.telemetry.insert(org, 'requests', makeCustomers(shop, T - 30 * MINUTE, 100, 10 * SECOND));
    await live(attack);
    expect(await signals()).toMatchObject([{ rule: 'stuffing', succeeded: 'yes' }]);
    // Each of its successes is an account, and none is named.
    const read = attack.flatMap((row) => (row.object_ref === '' ? [] : [row.object_ref])).sort();
    expect(await touchedAll()).toEqual({ read, unnamed: read.length });
  });
});
