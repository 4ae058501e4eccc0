import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { writeLog } from '#practice-shop/write-log.ts';
import type { BenchRow } from './bench-row.ts';
import { residentOf } from './start-up.ts';

const PER_SECOND = Number(process.env.SHOPBELL_BENCH_RATE ?? 5_000);
const SECONDS = Number(process.env.SHOPBELL_BENCH_SECONDS ?? 90);
const WARM_UP = 20;
const TICK_MS = 50;
/** The tenth record in order is the first instant at which the rule may speak (checks/judge-enumeration.ts). */
const CROSSES_AT = 10;
const PROGRAM = join(import.meta.dirname, 'programs', 'judge-live.ts');
const LOADER = join(import.meta.dirname, '..', 'src', 'cli', 'load-sources.ts');
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DATE = /\[[^\]]*\]/;

interface Watched {
  /** Address to ms since 1970. */
  readonly raised: Map<string, number>;
  readonly megabytes: () => number;
  begun: boolean;
}

/**
 * A whole Shopbell follows a log that grows by 5,000 lines a second of ordinary visitors, while every second somebody new reads
 * through orders: how long from the line that makes it conspicuous to the signal, and how much memory that takes beyond an idle one.
 */
export async function benchDetectionUnderLoad(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-bench-load-'));
  const path = join(folder, 'access.log');
  try {
    const ordinary = await ordinaryLines(folder);
    writeFileSync(path, '');
    const child = spawn(process.execPath, ['--import', LOADER, PROGRAM, join(folder, 'data'), path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const watched: Watched = { raised: new Map(), megabytes: () => residentOf(child.pid ?? 0), begun: false };
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [word, address = '', at] = line.split(' ');
      if (word === 'begin') watched.begun = true;
      else watched.raised.set(address, watched.raised.get(address) ?? Number(at));
    });
    try {
      return await measure(path, ordinary, watched);
    } finally {
      child.kill('SIGTERM');
      await gone;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ordinaryLines(folder: string): Promise<string[]> {
  const path = join(folder, 'ordinary.log');
  await writeLog({ path, lines: 200_000, seed: 11, from: new Date('2026-05-01T00:00:00Z'), spanMs: 3_600_000 });
  return readFileSync(path, 'utf8').trimEnd().split('\n');
}

async function measure(path: string, ordinary: readonly string[], watched: Watched): Promise<BenchRow[]> {
  while (!watched.begun) await wait(200);
  await wait(5_000);
  const idle = watched.megabytes();
  const crossed = new Map<string, number>();
  let most = idle;
  let sent = 0;
  let looked = 0;
  const begun = Date.now();
  for (let now = begun; now - begun < SECONDS * 1000; now = Date.now()) {
    const due = Math.floor(((now - begun) / 1000) * PER_SECOND);
    const lines: string[] = [];
    for (; sent < due; sent++) lines.push((ordinary[sent % ordinary.length] ?? '').replace(DATE, `[${stamp(now)}]`));
    lines.push(...attackLines(now - begun, now, crossed));
    appendFileSync(path, `${lines.join('\n')}\n`);
    if (now - looked > 1000) {
      looked = now;
      most = Math.max(most, watched.megabytes());
    }
    await wait(TICK_MS);
  }
  await wait(5_000);
  return rowsOf(crossed, watched.raised, most - idle, sent / SECONDS);
}

/** From the end of the warm-up on, each second another address reads one order a tick, in order. */
function attackLines(sinceBegin: number, now: number, crossed: Map<string, number>): string[] {
  const second = Math.floor(sinceBegin / 1000);
  const tick = Math.floor((sinceBegin % 1000) / TICK_MS);
  if (second < WARM_UP || second >= SECONDS - 3 || tick >= 14) return [];
  const address = `203.0.113.${second % 250}`;
  if (tick === CROSSES_AT - 1 || (tick > CROSSES_AT - 1 && !crossed.has(address))) crossed.set(address, now);
  const order = 200_000 + second * 20 + tick;
  return [`${address} - - [${stamp(now)}] "GET /account/orders/${order} HTTP/1.1" 200 2${tick}31 "-" "python-requests/2.32"`];
}

function stamp(ms: number): string {
  const at = new Date(ms).toISOString();
  return `${at.slice(8, 10)}/${MONTHS[Number(at.slice(5, 7)) - 1]}/${at.slice(0, 4)}:${at.slice(11, 19)} +0000`;
}

function rowsOf(crossed: ReadonlyMap<string, number>, raised: ReadonlyMap<string, number>, megabytes: number, rate: number): BenchRow[] {
  const delays = [...crossed].map(([address, at]) => ((raised.get(address) ?? Number.POSITIVE_INFINITY) - at) / 1000).sort((a, b) => a - b);
  const at = (share: number): number => delays[Math.min(delays.length - 1, Math.floor(delays.length * share))] ?? 0;
  const found = delays.filter(Number.isFinite).length;
  const load = `at ${Math.round(rate).toLocaleString('en')} lines a second`;
  return [
    {
      what: `${load}: readers of orders noticed`,
      value: found,
      unit: `of ${delays.length}`,
      against: { what: 'all', value: delays.length },
    },
    {
      what: `${load}: from the line that makes it conspicuous to the signal, median`,
      value: at(0.5),
      unit: 's',
      against: { what: 'limit', value: 1.5 },
    },
    { what: `${load}: the same, 99 of 100`, value: at(0.99), unit: 's', against: { what: 'limit', value: 1.5 } },
    { what: `${load}: memory beyond an idle Shopbell`, value: megabytes, unit: 'MB', against: { what: 'limit', value: 400 } },
  ];
}
