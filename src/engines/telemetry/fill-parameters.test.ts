import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Driver, openLocalDriver } from './driver.ts';
import { fillParameters } from './fill-parameters.ts';

const folder = mkdtempSync(join(tmpdir(), 'shopbell-fill-'));
let driver: Driver;
beforeAll(async () => {
  driver = await openLocalDriver(join(folder, 'engine'));
});
afterAll(async () => {
  await driver.close();
  rmSync(folder, { recursive: true, force: true });
});

const ask = async (sql: string, params: Readonly<Record<string, unknown>>) => (await driver.query<{ v: unknown }>(sql, params))[0]?.v;
const texts = fc.string({
  unit: fc.constantFrom("'", '\\', '\0', '\n', '{', '}', ':', '`', '"', '-', '/', '*', ';', 'a', 'ß', '店', '{v:String}', "\\'"),
});

it('gives back every text, whatever stands in it, and never makes SQL of it', async () => {
  await fc.assert(
    fc.asyncProperty(texts, fc.array(texts, { maxLength: 5 }), async (one, many) => {
      expect(await ask('select {v:String} as v', { v: one })).toBe(one);
      expect(await ask('select {v:Array(String)} as v', { v: many })).toEqual(many);
      expect(await ask('select length({v:String}) as v', { v: one })).toBe(Buffer.byteLength(one));
    }),
    { numRuns: 60 },
  );
});

it('gives back numbers, times, truths, lists and nothing, each as the type that the query names', async () => {
  expect(await ask('select {v:UInt64} + 1 as v', { v: 41 })).toBe(42);
  expect(await ask('select {v:Float64} as v', { v: -0.25 })).toBe(-0.25);
  expect(await ask('select isInfinite({v:Float64}) as v', { v: Number.POSITIVE_INFINITY })).toBe(1);
  expect(await ask('select {v:DateTime64(3)} as v', { v: '2026-05-01 10:00:00.123' })).toBe('2026-05-01T10:00:00.123Z');
  expect(await ask('select {v:Array(UInt64)} as v', { v: [] })).toEqual([]);
  expect(await ask('select 7 in {v:Array(UInt64)} as v', { v: [9, 7] })).toBe(1);
  expect(await ask('select number as v from numbers(9) where number > 3 limit {v:UInt32}', { v: 1 })).toBe(4);
  expect(await ask('select {v:Nullable(String)} is null as v', { v: null })).toBe(1);
  expect(await ask('select {v:Bool} as v', { v: true })).toBe(true);
  const many = Array.from({ length: 200_000 }, (_, nth) => nth);
  expect(await ask('select length({v:Array(UInt64)}) as v', { v: many })).toBe(many.length);
});

it('leaves alone what stands in texts and what no parameter is named after', async () => {
  expect(fillParameters("select '{v:String}', {w:String} as `{v:String}`", { v: 'x' })).toBe(
    "select '{v:String}', {w:String} as `{v:String}`",
  );
  await expect(ask('select {w:String} as v', { v: 'x' })).rejects.toThrow(/w/);
  expect(() => fillParameters('select {v:String}', { v: {} })).toThrow(TypeError);
});
