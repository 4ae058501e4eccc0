import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import type { RequestRow } from '#engines/telemetry/types.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { makeId, type OrgId, type ShopId } from '#kernel/ids.ts';
import { MINUTE, SECOND } from '#kernel/time.ts';
import { freshMemory, runDetection } from './run-detection.ts';
import { listSignals } from './store.ts';
import { makeCustomers, makeRequest, readOrder } from './testing/make-request.ts';
import { giveFeedback } from './verbs/give-feedback.ts';
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

const insert = (rows: readonly RequestRow[], token?: string): Promise<void> =>
  house.telemetry.insert(org, 'requests', rows, token === undefined ? {} : { token });
const attack = (from: number, count: number, startMs: number, everyMs = 500): RequestRow[] =>
  Array.from({ length: count }, (_, i) => readOrder(shop, startMs + i * everyMs, from + i, { address: '203.0.113.66', agent: 'tool' }));
const pass = (holder = 'one', memory = freshMemory()) => runDetection(house, org, shop, holder, memory);
const signals = () => house.state.inOrg(org, (db) => listSignals(db));
const kinds = async (): Promise<string[]> =>
  (await house.state.inOrg(org, (db) => readEntries(db, org, 0, 100))).map((entry) => entry.kind);

async function touched(): Promise<string[]> {
  const rows = await signals();
  const { batches } = await listTouchedRecords(house.scope(org), { signals: rows.map((row) => row.id) });
  const refs: string[] = [];
  for await (const batch of batches) refs.push(...batch.map((record) => record.ref));
  return refs.sort();
}

const refs = (from: number, count: number): string[] => Array.from({ length: count }, (_, i) => `ref-${from + i}`).sort();

it('raises once, however often and by whomever it is looked at', async () => {
  await insert([...makeCustomers(shop, T, 100, 10 * SECOND), ...attack(1000, 40, T + 5 * MINUTE)]);
  const memory = freshMemory();
  expect(await pass('one', memory)).toMatchObject({ state: 'looked', raised: 1 });
  expect(await pass('one', memory)).toMatchObject({ state: 'idle' });
  expect(await pass('restarted')).toMatchObject({ raised: 0, grew: 0 });
  const both = await Promise.all([pass('two'), pass('three')]);
  expect(both.reduce((sum, one) => sum + one.raised, 0)).toBe(0);
  expect(await kinds()).toEqual(['detect.signal-raised']);
  expect(await touched()).toEqual(refs(1000, 40));
});

it('under load rules take turns: a leak is told at once, the others in the next pass, though nothing arrives any more', async () => {
  const memory = freshMemory();
  await insert(makeCustomers(shop, T, 100, 10 * SECOND));
  await pass('one', memory);
  const scan = Array.from({ length: 12 }, (_, nth) =>
    makeRequest(shop, T + 20 * MINUTE + nth * SECOND, {
      address: '203.0.113.9',
      agent: 'sqlmap/1.8',
      path: `/product/${nth}`,
      status: 404,
    }),
  );
  const news = [...scan, ...attack(1000, 40, T + 20 * MINUTE)];
  // The looks after the first are those that a loaded machine would make: one of the others a pass.
  const tire = (): void => {
    for (const [name, turn] of memory.turns) memory.turns.set(name, { ...turn, at: turn.at - 10_000, tookMs: 2_000 });
    house.advance(100);
  };
  await insert(news);
  tire();
  expect(await pass('one', memory)).toMatchObject({ state: 'looked', raised: 1 });
  expect(await signals()).toMatchObject([{ rule: 'enumeration' }]);
  let passes = 0;
  for (; memory.open && passes < 50; passes++) {
    tire();
    expect(await pass('one', memory)).toMatchObject({ state: 'looked' });
  }
  expect(passes).toBeGreaterThan(3);
  expect((await signals()).map((one) => one.rule).sort()).toEqual(['enumeration', 'known-attack']);
  // However long the passes took here: what may have been late was looked at just now.
  for (const [name, turn] of memory.turns) memory.turns.set(name, { ...turn, wideAt: house.clock.ticks() });
  expect(await pass('one', memory)).toMatchObject({ state: 'idle' });
});

it('what rested when the process died is looked at by the next one, however long ago it arrived', async () => {
  const memory = freshMemory();
  await insert(makeCustomers(shop, T, 100, 10 * SECOND));
  await pass('one', memory);
  const scan = Array.from({ length: 12 }, (_, nth) =>
    makeRequest(shop, T + nth * SECOND, { address: '203.0.113.9', agent: 'sqlmap/1.8', path: `/product/${nth}`, status: 404 }),
  );
  await insert(scan);
  for (const [name, turn] of memory.turns) memory.turns.set(name, { ...turn, at: turn.at - 10_000, tookMs: 2_000 });
  await pass('one', memory);
  expect(memory.open).toBe(true);
  expect(await signals()).toEqual([]);
  expect(await pass('two')).toMatchObject({ state: 'looked', raised: 1 });
  expect(await signals()).toMatchObject([{ rule: 'known-attack' }]);
});

it('a leak that arrives while another look takes long is told before that one ends, once', async () => {
  const memory = freshMemory();
  await insert(makeCustomers(shop, T, 100, 10 * SECOND));
  await pass('one', memory);
  // It looks first, for it has waited longest.
  for (const [name, turn] of memory.turns)
    memory.turns.set(name, { ...turn, at: turn.at - (name.startsWith('known-') ? 1e6 : 0), tookMs: 0 });
  let isOver = false;
  const query: typeof house.telemetry.query = async (...asked) => {
    // The search for known attacks, as on a shop with a hundred times as many requests.
    if (asked[1].includes('needles')) await new Promise((resolve) => setTimeout(resolve, 3_000));
    return house.telemetry.query(...asked);
  };
  const busy = Object.create(house, { telemetry: { value: { ...house.telemetry, query } } }) as TestHouse;
  await insert(makeCustomers(shop, T + 20 * MINUTE, 10, 10 * SECOND));
  const long = runDetection(busy, org, shop, 'one', memory).finally(() => {
    isOver = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 500));
  await insert(attack(1000, 40, T + 20 * MINUTE));
  await expect.poll(signals, { timeout: 20_000, interval: 100 }).toHaveLength(1);
  expect(isOver).toBe(false);
  expect(await long).toMatchObject({ raised: 1 });
  await pass('one', memory);
  expect(await signals()).toMatchObject([{ rule: 'enumeration', count: 40 }]);
});

it('two processes that look at once raise one signal', async () => {
  await insert(attack(1000, 40, T));
  const results = await Promise.all([pass('a'), pass('b'), pass('c')]);
  expect(results.reduce((sum, one) => sum + one.raised, 0)).toBe(1);
  expect(await signals()).toHaveLength(1);
});

it('grows with what comes later, at any pace, not more often than every five seconds, and forgets nothing', async () => {
  const memory = freshMemory();
  await insert(attack(1000, 30, T));
  await pass('one', memory);
  await insert(attack(1030, 10, T + 20 * SECOND));
  expect(await pass('one', memory)).toMatchObject({ grew: 0, pending: true });
  house.advance(6 * SECOND);
  expect(await pass('one', memory)).toMatchObject({ grew: 1, pending: false });
  await insert(attack(1040, 3, T + 10 * MINUTE, MINUTE));
  house.advance(6 * SECOND);
  expect(await pass('one', memory)).toMatchObject({ grew: 1 });
  const [signal, ...more] = await signals();
  expect(more).toEqual([]);
  expect(signal).toMatchObject({ count: 43, touched: [{ kind: 'order', distinct: 43 }] });
  expect(await touched()).toEqual(refs(1000, 43));
  expect(await kinds()).toEqual(['detect.signal-raised', 'detect.signal-grew', 'detect.signal-grew']);
});

it('what waits for its turn to speak is said by another process when the first one died', async () => {
  await insert(attack(1000, 30, T));
  await pass('one');
  await insert(attack(1030, 10, T + 20 * SECOND));
  expect(await pass('one')).toMatchObject({ grew: 0, pending: true });
  expect(await pass('two')).toMatchObject({ grew: 0, pending: true });
  house.advance(6 * SECOND);
  expect(await pass('two')).toMatchObject({ grew: 1, pending: false });
  expect(await signals()).toMatchObject([{ count: 40 }]);
  expect(await pass('three')).toMatchObject({ state: 'idle' });
});

it('an attack that goes on is not looked at again from its beginning, and what it gained is told exactly', async () => {
  const memory = freshMemory();
  for (let second = 0; second < 20; second++) {
    await insert(attack(3000 + second * 10, 10, T + second * SECOND, 90));
    house.advance(SECOND);
    await pass('one', memory);
  }
  house.advance(6 * SECOND);
  await pass('one', memory);
  expect(await signals()).toMatchObject([{ count: 200, touched: [{ kind: 'order', distinct: 200 }], level: 'critical' }]);
  expect(await touched()).toEqual(refs(3000, 200));
});

it('takes in rows that come late and out of order, before and amid what it knows', async () => {
  const rows = attack(1000, 60, T, SECOND);
  await insert(rows.filter((_, i) => i % 2 === 0));
  await pass();
  await insert(rows.filter((_, i) => i % 2 === 1));
  await insert(attack(990, 10, T - 2 * MINUTE, 5 * SECOND));
  house.advance(6 * SECOND);
  await pass('after a restart');
  expect(await signals()).toMatchObject([{ count: 70, first_seen: new Date(T - 2 * MINUTE) }]);
  expect(await touched()).toEqual(refs(990, 70));
});

it('finds an attack whose requests arrive one batch a second, below the threshold each', async () => {
  const memory = freshMemory();
  let raised = 0;
  for (let batch = 0; batch < 12; batch++) {
    await insert(attack(2000 + batch * 5, 5, T + batch * 10 * SECOND), `batch-${batch}`);
    await insert(attack(2000 + batch * 5, 5, T + batch * 10 * SECOND), `batch-${batch}`);
    house.advance(6 * SECOND);
    raised += (await pass('one', memory)).raised;
  }
  expect(raised).toBe(1);
  expect(await signals()).toMatchObject([{ count: 60 }]);
});

it('keeps what one person says about a signal, and the organisations apart', async () => {
  await insert(attack(1000, 40, T));
  await pass();
  const [signal] = await signals();
  if (signal === undefined) throw new Error('no signal was raised');
  await giveFeedback(house.scope(org, 'engineer'), { signal: signal.id, feedback: 'real' });
  expect(await signals()).toMatchObject([{ feedback: 'real' }]);
  await expect(giveFeedback(house.scope(org, 'viewer'), { signal: signal.id, feedback: 'false' })).rejects.toMatchObject({
    code: 'NOT_ALLOWED',
  });
  await expect(giveFeedback(house.scope(house.newOrg(), 'owner'), { signal: signal.id, feedback: 'false' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  expect((await kinds()).at(-1)).toBe('detect.feedback-given');
});
