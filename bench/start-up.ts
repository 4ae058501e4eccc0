import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import type { BenchRow } from './bench-row.ts';

const LAUNCHER = join(import.meta.dirname, '..', 'shopbell');
const LIMIT_START_S = 5;
const LIMIT_IDLE_MB = 700;

/** Start-up time (installed) on a new and on a used data folder, and the resident memory of everything when idle. */
export async function benchStartUp(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-bench-'));
  try {
    const first = await startOnce(folder, 0);
    const second = await startOnce(folder, 20_000);
    return [
      { what: 'start on a new data folder', value: first.seconds, unit: 's', against: { what: 'limit', value: LIMIT_START_S } },
      { what: 'start on a used data folder', value: second.seconds, unit: 's', against: { what: 'limit', value: LIMIT_START_S } },
      {
        what: 'resident memory of all processes, idle for 20 s',
        value: second.megabytes,
        unit: 'MB',
        against: { what: 'limit', value: LIMIT_IDLE_MB },
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startOnce(folder: string, idleMs: number): Promise<{ seconds: number; megabytes: number }> {
  const begun = performance.now();
  const child = spawn(LAUNCHER, ['up', '--no-open'], {
    env: { ...process.env, SHOPBELL_DATA: folder, SHOPBELL_PORT: '0', SHOPBELL_LOG: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ready = new Promise<void>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.includes('http://')) resolve();
    });
  });
  await Promise.race([ready, gone.then(() => Promise.reject(new Error('it ended before it was ready')))]);
  const seconds = (performance.now() - begun) / 1_000;
  await wait(idleMs);
  const megabytes = residentOf(child.pid ?? 0);
  child.kill('SIGINT');
  await gone;
  return { seconds, megabytes };
}

/** Proportional set size of a process and everything it started, in MB: shared pages are counted once. */
export function residentOf(root: number): number {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const stat = readOrEmpty(`/proc/${name}/stat`);
    parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0));
  }
  const belongs = (pid: number): boolean => pid === root || (pid > 1 && belongs(parents.get(pid) ?? 0));
  let kilobytes = 0;
  for (const pid of parents.keys()) {
    if (belongs(pid)) kilobytes += Number(/^Pss:\s+(\d+)/m.exec(readOrEmpty(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
  }
  return kilobytes / 1_024;
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
