import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { excerptAt, type FileDifference, type FileFinding } from '#steps/inspect/index.ts';
import { walkTree } from './walk-tree.ts';

/** A clean copy of the platform that the scanned folder is compared with. */
export interface KnownGood {
  compare(
    path: string,
    bytes: Buffer,
    digest: string,
    changedMs: number,
  ): Promise<{ readonly difference: FileDifference | null; readonly finding: FileFinding | null }>;
  /** What the clean copy has and nobody asked for. */
  missing(): readonly FileDifference[];
}

const DAY = 86_400_000;
const RUNS = /\.(?:php\d?|phtml|phar|pht|inc|js|mjs|html?|tpl|twig)$|(?:^|\/)(?:\.htaccess|\.user\.ini)$/i;

interface Good {
  readonly full: string;
  readonly size: number;
}

/** Lists the clean copy. Throws FILE_UNREADABLE when it is none. */
export async function openKnownGood(root: string): Promise<KnownGood> {
  const found = await stat(root).catch((cause: unknown) => {
    throw new ShopbellError('FILE_UNREADABLE', { path: root, reason: messageOf(cause) }, { cause });
  });
  if (!found.isDirectory()) throw new ShopbellError('FILE_UNREADABLE', { path: root, reason: 'it is no folder' });
  const files = new Map<string, Good>();
  const folders = new Set<string>();
  let newest = 0;
  for await (const entry of walkTree(root, [])) {
    if (entry.kind !== 'file') continue;
    files.set(entry.path, { full: entry.full, size: entry.size });
    folders.add(folderOf(entry.path));
    newest = Math.max(newest, (await stat(entry.full)).mtimeMs);
  }
  const asked = new Set<string>();
  return {
    async compare(path, bytes, digest, changedMs) {
      asked.add(path);
      const newer = changedMs > newest + DAY;
      const good = files.get(path);
      if (good === undefined) {
        const difference = { path, class: 'added' as const, newer };
        return { difference, finding: RUNS.test(path) && folders.has(folderOf(path)) ? tell(path, bytes, 0, true) : null };
      }
      if (good.size === bytes.length && (await digestOf(good.full)) === digest) return { difference: null, finding: null };
      const clean = await readFile(good.full);
      if (withoutReturns(clean).equals(withoutReturns(bytes))) return { difference: { path, class: 'line-ends', newer }, finding: null };
      return {
        difference: { path, class: 'changed', newer },
        finding: RUNS.test(path) ? tell(path, bytes, firstChange(clean, bytes), false) : null,
      };
    },
    missing: () => [...files.keys()].filter((path) => !asked.has(path)).map((path) => ({ path, class: 'missing' as const, newer: false })),
  };
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

async function digestOf(full: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(full)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

function withoutReturns(bytes: Buffer): Buffer {
  return bytes.includes(13) ? Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n').replaceAll('\r', '\n'), 'latin1') : bytes;
}

function firstChange(a: Buffer, b: Buffer): number {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at++;
  return at;
}

function tell(path: string, bytes: Buffer, at: number, added: boolean): FileFinding {
  const text = bytes.toString('latin1');
  return {
    path,
    line: text.slice(0, at).split('\n').length,
    rule: added ? 'not-in-known-good' : 'differs-from-known-good',
    outcome: 'suspicious',
    severity: 'medium',
    confidence: 'medium',
    title: added ? 'A program that the clean copy does not have' : 'A program that is not what it is in the clean copy',
    reasons: [added ? 'it lies in a folder of the platform, whose clean copy has no such file' : 'it begins to differ at this line'],
    excerpt: excerptAt(text, at),
    fix: added
      ? 'Find out who put it there. If nobody did, keep it as evidence and take it out.'
      : 'Compare both files. If nobody changed it on purpose, keep it as evidence and put the clean one back.',
  };
}
