import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { writeLog } from '#practice-shop/write-log.ts';
import type { BenchRow } from './bench-row.ts';
import { residentOf } from './start-up.ts';

const LINES = 200_000;
const PROGRAM = join(import.meta.dirname, 'programs', 'take-in.ts');
const LOADER = join(import.meta.dirname, '..', 'src', 'cli', 'load-sources.ts');
const PLAIN_PER_CPU_SECOND = 1_000_000 / 3.4;

/**
 * A log of the last hours is given to a whole Shopbell (every role, every detection): lines stored a CPU-second over all its
 * processes, and their memory at the highest. The baseline is ClickHouse alone, as `scan` measures it: 3.4 CPU-s a million.
 */
export async function benchWholeIntake(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-bench-'));
  try {
    const path = join(folder, 'access.log');
    await writeLog({ path, lines: LINES, seed: 7, from: new Date(Date.now() - 20 * 3_600_000), spanMs: 19 * 3_600_000 });
    const { cpuSeconds, megabytes } = await takeIn(folder, path);
    return [
      {
        what: 'whole product: lines taken in, stored durably and judged',
        value: LINES / cpuSeconds,
        unit: 'lines per CPU-second',
        against: { what: 'ClickHouse alone, parse and store', value: PLAIN_PER_CPU_SECOND },
      },
      {
        what: 'whole product: memory at the highest while taking in',
        value: megabytes,
        unit: 'MB',
        against: { what: 'limit when idle', value: 700 },
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function takeIn(folder: string, path: string): Promise<{ cpuSeconds: number; megabytes: number }> {
  const child = spawn(process.execPath, ['--import', LOADER, PROGRAM, join(folder, 'data'), path, String(LINES)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let done = false;
  let begun = 0;
  let ended = 0;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line === 'begin') begun = processorSecondsOf(child.pid ?? 0);
    if (line !== 'done') return;
    ended = processorSecondsOf(child.pid ?? 0);
    done = true;
    child.kill('SIGTERM');
  });
  let megabytes = 0;
  const watching = (async () => {
    while (!done && child.exitCode === null) {
      megabytes = Math.max(megabytes, residentOf(child.pid ?? 0));
      await wait(200);
    }
  })();
  await gone;
  await watching;
  if (!done) throw new Error('the program ended before everything was stored');
  return { cpuSeconds: ended - begun, megabytes };
}

/** User and system seconds of a process and of its children that still run. */
function processorSecondsOf(root: number): number {
  const children = readFileSync(`/proc/${root}/task/${root}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  const stat = readFileSync(`/proc/${root}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const own = (Number(fields[11]) + Number(fields[12]) + Number(fields[13]) + Number(fields[14])) / 100;
  return children.reduce((sum, child) => sum + processorSecondsOf(child), own);
}
