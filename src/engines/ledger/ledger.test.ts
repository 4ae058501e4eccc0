import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { defineEvent } from '#kernel/event.ts';
import type { OrgId } from '#kernel/ids.ts';
import { openTestHouse, type TestHouse } from '../testing/open-test-house.ts';
import { defineVerb } from '../verb.ts';
import { defineReaction } from './reaction.ts';
import { startDelivery } from './start-delivery.ts';
import { readEntries, verifyLedger } from './verify-ledger.ts';

const counted = defineEvent('test.counted', z.object({ n: z.int() }));
const echoed = defineEvent('test.echoed', z.object({ n: z.int() }));
const count = defineVerb({
  name: 'test.count',
  permission: 'operate',
  effect: 'writes',
  input: z.object({ n: z.int() }),
  run: async (ctx, { n }) => ({ seq: (await ctx.record(counted, { n })).seq }),
});
const stayQuiet = defineVerb({
  name: 'test.stay-quiet',
  permission: 'operate',
  effect: 'writes',
  input: z.object({}),
  run: async () => ({}),
});

let house: TestHouse;
let org: OrgId;
beforeAll(async () => {
  house = await openTestHouse();
  org = house.newOrg();
});
afterAll(async () => house[Symbol.asyncDispose]());

const entriesOf = (id: OrgId) => house.state.inOrg(id, (db) => readEntries(db, id, 0, 10_000));

test('many writers at once make one chain without gaps', async () => {
  const own = house.newOrg();
  const seqs = await Promise.all(Array.from({ length: 40 }, (_, n) => count(house.scope(own), { n })));
  expect(seqs.map((one) => one.seq).sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
  expect(await verifyLedger(house.state, own)).toBe(40);
});

test('a changed, removed or cut entry is found', async () => {
  const changes: [string, (id: OrgId) => ReturnType<typeof sql>][] = [
    ['its content was changed', (id) => sql`update ledger set payload = '{"n":99}' where org_id = ${id} and seq = 2`],
    ['an entry is missing', (id) => sql`delete from ledger where org_id = ${id} and seq = 2`],
    ['entries at its end are missing', (id) => sql`delete from ledger where org_id = ${id} and seq = 3`],
  ];
  for (const [reason, change] of changes) {
    const own = house.newOrg();
    for (const n of [1, 2, 3]) await count(house.scope(own), { n });
    await house.state.everywhere(async (db) => {
      await sql`alter table ledger disable trigger ledger_no_change`.execute(db);
      await change(own).execute(db);
      await sql`alter table ledger enable trigger ledger_no_change`.execute(db);
    });
    await expect(verifyLedger(house.state, own)).rejects.toThrow(reason);
  }
});

test('a ledger whose head is gone does not verify; one that grows meanwhile does', async () => {
  const own = house.newOrg();
  await count(house.scope(own), { n: 1 });
  const growing = Promise.all(Array.from({ length: 30 }, (_, n) => count(house.scope(own), { n })));
  for (let n = 0; n < 15; n++) expect(await verifyLedger(house.state, own)).toBeGreaterThan(0);
  await growing;
  await house.state.everywhere((db) => sql`delete from ledger_heads where org_id = ${own}`.execute(db));
  await expect(verifyLedger(house.state, own)).rejects.toThrow('entries at its end are missing');
});

test('the ledger refuses updates and deletes', async () => {
  await count(house.scope(org), { n: 1 });
  await expect(house.state.inOrg(org, (db) => sql`delete from ledger`.execute(db))).rejects.toThrow('append-only');
});

test('another organisation sees nothing', async () => {
  await count(house.scope(org), { n: 1 });
  const stranger = house.newOrg();
  expect(await house.state.inOrg(stranger, (db) => readEntries(db, org, 0, 10))).toEqual([]);
});

test('a verb that records nothing, is not allowed, or gets wrong input fails and changes nothing', async () => {
  const own = house.newOrg();
  await expect(stayQuiet(house.scope(own), {})).rejects.toMatchObject({ code: 'LEDGER_SILENT' });
  await expect(count(house.scope(own, 'viewer'), { n: 1 })).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  await expect(count(house.scope(own), { n: 1.5 })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  expect(await entriesOf(own)).toEqual([]);
});

test('a reaction runs once for each entry, in order, with its cause, and again after it failed', async () => {
  const own = house.newOrg();
  let failures = 2;
  const seen: number[] = [];
  const echo = defineReaction({
    name: 'test.echo-counted',
    on: counted,
    run: async (ctx, entry) => {
      if (ctx.org !== own) return;
      if (entry.payload.n === 3 && failures > 0) {
        failures -= 1;
        throw new Error('not yet');
      }
      seen.push(entry.payload.n);
      await ctx.record(echoed, { n: entry.payload.n });
    },
  });
  const delivery = await startDelivery(house, [echo]);
  for (const n of [1, 2, 3, 4]) await count(house.scope(own), { n });
  await expect.poll(async () => (await entriesOf(own)).filter((entry) => entry.kind === 'test.echoed').length, { timeout: 20_000 }).toBe(4);
  await delivery.stop();
  const entries = await entriesOf(own);
  expect(seen).toEqual([1, 2, 3, 4]);
  const echoes = entries.filter((entry) => entry.kind === 'test.echoed');
  expect(echoes.map((entry) => entries.find((cause) => cause.id === entry.cause)?.payload)).toEqual([
    { n: 1 },
    { n: 2 },
    { n: 3 },
    { n: 4 },
  ]);
  expect(await verifyLedger(house.state, own)).toBe(8);
});
