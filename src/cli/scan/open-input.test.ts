import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { openInput } from './open-input.ts';

const folder = mkdtempSync(join(tmpdir(), 'shopbell-input-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TEXT = `${'198.51.100.7 - - "GET /käse/日本 HTTP/1.1" 200\n'.repeat(9_000)}end`;
const swapped = (bytes: Buffer): Buffer => Buffer.from(bytes).swap16();
const marked = Buffer.from(`\ufeff${TEXT}`, 'utf16le');

it.each([
  ['UTF-8', Buffer.from(TEXT)],
  ['UTF-16 with a mark', marked],
  ['UTF-16 the other way round', swapped(marked)],
  ['UTF-16 without a mark', Buffer.from(TEXT, 'utf16le')],
  ['UTF-16 the other way round without a mark', swapped(Buffer.from(TEXT, 'utf16le'))],
  ['UTF-16, packed', gzipSync(marked)],
])('%s is read', async (name, bytes) => {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  const pieces: Buffer[] = [];
  for await (const piece of openInput(file)) pieces.push(Buffer.from(piece));
  expect(Buffer.concat(pieces).toString('utf8')).toBe(TEXT);
});
