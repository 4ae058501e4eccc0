import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import type { BenchRow } from './bench-row.ts';
import { cpuOf } from './cpu-of.ts';
import { residentOf } from './start-up.ts';

const PROGRAM = join(import.meta.dirname, 'programs', 'watch-checks.ts');
const LOADER = join(import.meta.dirname, '..', 'src', 'cli', 'load-sources.ts');
const SECONDS = Number(process.env.SHOPBELL_BENCH_SECONDS ?? 60);

interface Run {
  /** From the program's start until every check was looked at once, s. */
  readonly watching: number;
  /** CPU seconds of the program, PostgreSQL included, over the measured time. */
  readonly cpu: number;
  readonly megabytes: number;
  readonly looks: number;
  readonly perSecond: number;
  /** ms */
  readonly p99: number;
}

/** Many HTTP checks of one small server: CPU a check, memory, how late looks come, how soon all are watched again after a restart. */
export async function benchChecks(): Promise<readonly BenchRow[]> {
  const server = createServer((_request, response) => response.end('welcome to the shop\n'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-bench-checks-'));
  try {
    const idle = await run(join(folder, 'idle'), url, 0, 20_000);
    const calm = await run(join(folder, 'calm'), url, 1_000, 20_000);
    const again = await run(join(folder, 'calm'), url, 1_000, 20_000, 5);
    const busy = await run(join(folder, 'busy'), url, 5_000, 5_000);
    return [
      perCheck('1,000 HTTP checks every 20 s', calm, 1_000 / 20, idle),
      {
        what: 'memory of 1,000 checks above none, engines included',
        value: calm.megabytes - idle.megabytes,
        unit: 'MB',
        against: { what: 'limit', value: 250 },
      },
      {
        what: 'every one of 1,000 checks looked at, from the start of the program',
        value: again.watching,
        unit: 's',
        against: { what: 'limit', value: 10 },
      },
      perCheck('5,000 HTTP checks every 5 s', busy, 1_000, idle),
      { what: '5,000 checks every 5 s: looks a second', value: busy.perSecond, unit: 'looks', against: { what: 'wanted', value: 1_000 } },
      { what: '5,000 checks every 5 s: how late, p99', value: busy.p99, unit: 'ms', against: { what: 'limit', value: 1_000 } },
    ];
  } finally {
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true, force: true });
  }
}

function perCheck(what: string, { cpu, looks }: Run, wanted: number, idle: Run): BenchRow {
  const own = cpu - idle.cpu;
  return {
    what: `${what} (${wanted} a second wanted): CPU a check`,
    value: (own / looks) * 1_000,
    unit: 'ms',
    against: { what: 'limit', value: 1.7 },
  };
}

async function run(folder: string, url: string, count: number, every: number, seconds = SECONDS): Promise<Run> {
  const child = spawn(process.execPath, ['--import', LOADER, PROGRAM, folder, url, String(count), String(every)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const pid = child.pid ?? 0;
  try {
    while (!lines.some((line) => line.startsWith('watching'))) {
      if (child.exitCode !== null) throw new Error('the program ended too soon');
      await wait(50);
    }
    const before = cpuOf(pid);
    await wait(seconds * 1_000);
    const cpu = cpuOf(pid) - before;
    const megabytes = residentOf(pid);
    child.kill('SIGTERM');
    await gone;
    const told = JSON.parse(lines.at(-1) ?? '{}') as { looks?: number; p99?: number; seconds?: number };
    const watching = Number(lines.find((line) => line.startsWith('watching'))?.split(' ')[1]) / 1_000;
    const rate = count / (every / 1_000);
    return {
      watching,
      cpu,
      megabytes,
      looks: Math.max(1, rate * seconds),
      perSecond: (told.looks ?? 0) / (told.seconds ?? seconds),
      p99: told.p99 ?? 0,
    };
  } finally {
    child.kill('SIGKILL');
  }
}
