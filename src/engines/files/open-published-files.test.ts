import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openPublishedFiles } from './open-published-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'shopbell-published-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a reader sees a file whole or the one before, whatever happens meanwhile', async () => {
  const files = openPublishedFiles(join(folder, 'pages'));
  expect(await files.read('shop/index.html')).toBeNull();
  expect(await files.folders()).toEqual([]);
  const versions = Array.from({ length: 20 }, (_none, nth) => String(nth % 10).repeat(200_000));
  await files.write('shop/index.html', versions[0] ?? '');
  let isWriting = true;
  const reading = (async () => {
    const seen = new Set<number>();
    while (isWriting) {
      const text = String(await files.read('shop/index.html'));
      seen.add(text.length);
      expect(new Set(text).size).toBe(1);
    }
    return seen;
  })();
  for (const version of versions) await files.write('shop/index.html', version);
  isWriting = false;
  expect([...(await reading)]).toEqual([200_000]);
  expect(readdirSync(join(folder, 'pages', 'shop'))).toEqual(['index.html']);
  expect(await files.folders()).toEqual(['shop']);
  await files.remove('shop');
  expect(await files.folders()).toEqual([]);
});

test('no path leaves the folder', async () => {
  const files = openPublishedFiles(join(folder, 'pages'));
  for (const path of ['../x', '/etc/passwd', 'a/../../x', 'a//b', '.hidden', 'a/.hidden', ''])
    expect(() => files.read(path), path).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
});
