import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runScanFiles } from './run-scan-files.ts';

// Put together here: no file of the project holds a working shell.
const SHELL = ['<?', 'php ev', 'al($_PO', 'ST["x"]);'].join('');
const LONG = `${'a-long-folder/'.repeat(9)}shell.php`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shopbell-archives-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function scan(name: string, files: Readonly<Record<string, Uint8Array>>) {
  const root = join(folder, name);
  mkdirSync(root);
  for (const [path, bytes] of Object.entries(files)) writeFileSync(join(root, path), bytes);
  const { findings, unknown } = await runScanFiles({
    ...{ root, exclude: [], knownGood: null, since: null, state: null, stop: new AbortController().signal, progress: () => undefined },
  });
  return {
    found: [...new Set(findings.map(({ path }) => path))].sort(),
    unknown: unknown.map(({ path, reason }) => `${path}: ${reason}`).sort(),
  };
}

/** An archive as the system's own tar writes it. */
function tar(name: string, ...flags: string[]): Buffer {
  const from = join(folder, name);
  mkdirSync(join(from, LONG, '..'), { recursive: true });
  writeFileSync(join(from, LONG), SHELL);
  writeFileSync(join(from, 'fine.php'), '<?php echo 1;');
  return execFileSync('tar', ['-C', from, ...flags, '-cf', '-', '.'], { maxBuffer: 10_000_000 });
}

it('reads what lies in zip and tar archives, also under long names, and names the place', async () => {
  const plain = tar('plain', '--format=gnu');
  const { found, unknown } = await scan('kinds', {
    'a.zip': zipSync({ 'inc/x.php': Buffer.from(SHELL), 'fine.php': Buffer.from('<?php echo 1;') }),
    'b.tar': plain,
    'c.tar.gz': gzipSync(tar('posix', '--format=ustar')),
    'd.tgz': gzipSync(plain),
  });
  expect(found).toEqual(['a.zip!/inc/x.php', `b.tar!/./${LONG}`, `c.tar.gz!/./${LONG}`, `d.tgz!/./${LONG}`]);
  expect(unknown).toEqual([]);
});

it('tells what it did not read: what is broken, cut off, made to be huge, or packed within', async () => {
  const bomb = zipSync({ 'zeros.php': new Uint8Array(7_000_000), 'large.php': new Uint8Array(9_000_000), 'x.php': Buffer.from(SHELL) });
  const { found, unknown } = await scan('bad', {
    'bomb.zip': bomb,
    'broken.zip': Buffer.from('PK\u0003\u0004 nothing more'),
    'cut.tar': tar('cut').subarray(0, 1_300),
    'noise.tar': Buffer.alloc(4_096, 7),
    'cut.tgz': gzipSync(tar('cutgz')).subarray(0, 200),
    'nested.zip': zipSync({ 'inner.zip': zipSync({ 'x.php': Buffer.from(SHELL) }) }),
    'other.rar': Buffer.from('Rar!'),
  });
  expect(found).toEqual(['bomb.zip!/x.php']);
  expect(unknown).toEqual(
    expect.arrayContaining([
      'bomb.zip!/zeros.php: it unpacks to far more than it is',
      'bomb.zip!/large.php: it is larger than 8 MB',
      'nested.zip!/inner.zip: archives in archives are not opened',
      'noise.tar: it is no tar archive',
      'other.rar: archives are not opened',
    ]),
  );
  for (const name of ['broken.zip', 'cut.tar', 'cut.tgz']) expect(unknown.some((line) => line.startsWith(name))).toBe(true);
});

it('believes no size that an archive claims', async () => {
  const lying = Buffer.from(zipSync({ 'x.php': new Uint8Array(3_000_000) }));
  const at = lying.lastIndexOf('PK\u0001\u0002');
  lying.writeUInt32LE(100, at + 24);
  const { found, unknown } = await scan('lying', { 'lying.zip': lying });
  expect([found, unknown]).toEqual([[], ['lying.zip!/x.php: it is another than the archive says of it']]);
});
