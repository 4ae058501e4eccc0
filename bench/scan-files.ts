import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runScanFiles } from '#cli/scan-files/run-scan-files.ts';
import type { BenchRow } from './bench-row.ts';

const ROOT = join(import.meta.dirname, '..');
/** A real shop or platform to measure on, such as an unpacked WordPress; else code that every checkout has. */
const TREE = process.env.SHOPBELL_BENCH_TREE;
const OWN = ['integrations', 'node_modules/hono/dist', 'node_modules/zod/v4', 'node_modules/axe-core', 'node_modules/kysely/dist'];
/** About what a list of signatures for grep looks like. */
const PATTERN =
  '(eval|assert)[[:space:]]*\\([[:space:]]*(base64_decode|gzinflate|str_rot13|\\$_(POST|GET|REQUEST|COOKIE))|(system|exec|passthru|shell_exec)[[:space:]]*\\([[:space:]]*\\$_|preg_replace[[:space:]]*\\(.*/e|String\\.fromCharCode\\(([0-9]+,){20}|atob\\(|_0x[0-9a-f]{4}';

interface Tree {
  readonly root: string;
  readonly files: readonly string[];
  readonly bytes: number;
}

function list(root: string): Tree {
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return { root, files, bytes: files.reduce((sum, file) => sum + statSync(file).size, 0) };
}

function copies(folder: string, count: number): Tree {
  const root = join(folder, `tree-${count}`);
  for (let i = 0; i < count; i++) {
    for (const source of TREE === undefined ? OWN : [TREE]) {
      mkdirSync(join(root, String(i)), { recursive: true });
      cpSync(TREE === undefined ? join(ROOT, source) : source, join(root, String(i), source.replaceAll('/', '_')), {
        recursive: true,
        dereference: false,
      });
    }
  }
  return list(root);
}

function cpuSeconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
}

function readAndDigest(tree: Tree): number {
  const begun = process.cpuUsage();
  for (const file of tree.files) createHash('sha256').update(readFileSync(file)).digest();
  return cpuSeconds(begun);
}

async function scan(tree: Tree, state: string | null) {
  const begun = process.cpuUsage();
  const result = await runScanFiles({
    root: tree.root,
    exclude: [],
    knownGood: null,
    since: null,
    state,
    stop: new AbortController().signal,
    progress: () => undefined,
  });
  return { result, cpu: cpuSeconds(begun) };
}

/** What grep takes for the same tree with a handful of patterns, in seconds by the clock. */
async function grep(tree: Tree): Promise<number> {
  const begun = performance.now();
  await promisify(execFile)('grep', ['-rlE', PATTERN, tree.root], { env: { ...process.env, LC_ALL: 'C' }, maxBuffer: 1 << 26 }).catch(
    (error: { code?: unknown }) => {
      if (error.code !== 1) throw error;
    },
  );
  return (performance.now() - begun) / 1_000;
}

/** `scan-files` of a tree of programs, beside reading and digesting the same files, and beside grep. */
export async function benchScanFiles(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-bench-files-'));
  try {
    const tree = copies(folder, 1);
    await scan(tree, null);
    const plain = readAndDigest(tree);
    const state = join(folder, 'state.json');
    const { result, cpu } = await scan(tree, state);
    const again = await scan(tree, state);
    const many = await scan(copies(folder, 10), null);
    const what = `${tree.files.length.toLocaleString('en')} files, ${(tree.bytes / 1e6).toFixed(1)} MB`;
    return [
      {
        what: `scan-files of ${what}`,
        value: cpu,
        unit: 'CPU-s',
        against: { what: 'reading and SHA-256 of the same files', value: plain },
        tenfold: many.cpu / cpu,
      },
      {
        what: 'the same, by the clock',
        value: result.elapsedMs / 1_000,
        unit: 's',
        against: { what: 'grep -rE with six patterns', value: await grep(tree) },
      },
      {
        what: 'megabytes a CPU-second',
        value: tree.bytes / 1e6 / cpu,
        unit: 'MB',
        against: { what: 'reading and SHA-256', value: tree.bytes / 1e6 / plain },
      },
      {
        what: 'files a CPU-second',
        value: tree.files.length / cpu,
        unit: 'files',
        against: { what: 'reading and SHA-256', value: tree.files.length / plain },
      },
      {
        what: 'a second run with a state file, nothing changed',
        value: again.cpu,
        unit: 'CPU-s',
        against: { what: 'the first run', value: cpu },
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
