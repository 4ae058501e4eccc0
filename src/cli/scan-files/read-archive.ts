import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { crc32, createGunzip } from 'node:zlib';
import { unzipSync } from 'fflate';
import { type Member, archiveLimits as most } from './archive-limits.ts';
import { readTar } from './read-tar.ts';

/** Bytes that are unpacked at a time. */
const BATCH = 32_000_000;

/** Whether a file is an archive that is looked into. */
export function isReadableArchive(path: string): boolean {
  return /\.(?:zip|tar|tgz|tar\.gz)$/i.test(path);
}

/** The files in a zip or tar archive, one after the other. Nothing is written. Throws for what is no archive. */
export async function* readArchive(full: string): AsyncGenerator<Member> {
  const file = await open(full, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    if (/\.zip$/i.test(full)) yield* readZip(file);
    else yield* readTarFile(file, /gz$/i.test(full));
  } finally {
    await file.close().catch(() => undefined);
  }
}

async function* readTarFile(file: FileHandle, packed: boolean): AsyncGenerator<Member> {
  const source = file.createReadStream({ highWaterMark: 1 << 20 });
  const unpacked = packed ? source.pipe(createGunzip()) : source;
  if (packed) source.on('error', (thrown) => unpacked.destroy(thrown));
  try {
    yield* readTar(unpacked as AsyncIterable<Buffer>);
  } finally {
    source.destroy();
    unpacked.destroy();
  }
}

async function* readZip(file: FileHandle): AsyncGenerator<Member> {
  const { size } = await file.stat();
  if (size > most.zip) {
    yield { path: null, reason: `it is larger than ${most.zip / 1_000_000} MB` };
    return;
  }
  const packed = await file.readFile();
  const { fine, left } = listZip(packed);
  yield* left;
  let batch: string[] = [];
  let weight = 0;
  for (const { name, bytes } of fine) {
    batch.push(name);
    weight += bytes;
    if (weight < BATCH) continue;
    yield* unzip(packed, batch);
    [batch, weight] = [[], 0];
  }
  yield* unzip(packed, batch);
}

/** What an archive says that it holds; nothing is unpacked by that. Sizes may be a lie: nothing larger is ever unpacked. */
function listZip(packed: Uint8Array) {
  const fine: { readonly name: string; readonly bytes: number }[] = [];
  const left: Member[] = [];
  let [all, count] = [0, 0];
  unzipSync(packed, {
    filter: ({ name, size, originalSize }) => {
      if (name.endsWith('/')) return false;
      count += 1;
      all += originalSize;
      if (count > most.members || all > most.all) {
        if (left.at(-1)?.path !== null) left.push({ path: null, reason: 'it holds too much; the rest was not read' });
      } else if (originalSize > most.member) left.push({ path: name, reason: `it is larger than ${most.member / 1_000_000} MB` });
      else if (originalSize > most.ratio * Math.max(size, 1_024)) left.push({ path: name, reason: 'it unpacks to far more than it is' });
      else fine.push({ name, bytes: originalSize });
      return false;
    },
  });
  return { fine, left };
}

function* unzip(packed: Uint8Array, names: readonly string[]): Generator<Member> {
  const wanted = new Set(names);
  try {
    const files = unzipSync(packed, { filter: ({ name }) => wanted.has(name) });
    const sums = sumsOf(packed);
    for (const [path, bytes] of Object.entries(files)) {
      if (sums.get(path) === crc32(bytes)) yield { path, bytes };
      else yield { path, reason: 'it is another than the archive says of it' };
    }
  } catch {
    const half = Math.ceil(names.length / 2);
    if (names.length > 1) for (const part of [names.slice(0, half), names.slice(half)]) yield* unzip(packed, part);
    else yield { path: names[0] ?? null, reason: 'it cannot be unpacked: it is broken, or enciphered' };
  }
}

/** Checksums of the files by their names, from the list at the end: who writes a wrong size hides what comes after it. */
function sumsOf(packed: Uint8Array): ReadonlyMap<string, number> {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  const end = bytes.lastIndexOf('PK\u0005\u0006');
  const sums = new Map<string, number>();
  let at = end < 0 ? bytes.length : bytes.readUInt32LE(end + 16);
  while (at + 46 <= bytes.length && bytes.readUInt32LE(at) === 0x02014b50) {
    const [name, extra, comment] = [28, 30, 32].map((place) => bytes.readUInt16LE(at + place));
    const isUtf8 = (bytes.readUInt16LE(at + 8) & 0x0800) !== 0;
    const text = bytes.toString(isUtf8 ? 'utf8' : 'latin1', at + 46, at + 46 + (name ?? 0));
    sums.set(text, bytes.readUInt32LE(at + 16));
    at += 46 + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return sums;
}
