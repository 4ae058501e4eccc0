import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSpool } from './open-spool.ts';

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'shopbell-spool-')), 'unsent');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

it('gives back in order, also after it was opened anew, and keeps what was not taken away', async () => {
  const spool = await openSpool(folder, 1_000);
  await spool.put('one', 1);
  await spool.put('two', 2);
  const again = await openSpool(folder, 1_000);
  await again.put('three', 3);
  const taken: string[] = [];
  for (let next = await again.first(); next !== null; next = await again.first()) {
    taken.push(next.text);
    await again.remove(next.name);
  }
  expect(taken).toEqual(['one', 'two', 'three']);
  expect(statSync(folder).mode & 0o077).toBe(0);
});

it('throws the oldest away when it is full, counts what was in it, and keeps the newest whatever its size', async () => {
  const spool = await openSpool(folder, 250);
  const gone = [];
  for (let nth = 1; nth <= 4; nth += 1) gone.push(await spool.put('x'.repeat(100), nth));
  expect(gone).toEqual([0, 0, 1, 2]);
  expect(await spool.put('y'.repeat(1_000), 9)).toBe(3 + 4);
  expect(readdirSync(folder)).toHaveLength(1);
  expect((await spool.first())?.text).toHaveLength(1_000);
});
