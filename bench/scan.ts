import { spawn } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { Session } from 'chdb';
import { runScan } from '#cli/scan/run-scan.ts';
import { writeLog } from '#practice-shop/write-log.ts';
import type { BenchRow } from './bench-row.ts';
import { writeManyRules } from './scan/many-rules.ts';

const LINES = Number(process.env.SHOPBELL_BENCH_LINES ?? 1_000_000);
/** As many as the public rules for web logs. */
const RULES = 150;
const AIM = { what: 'aim', value: 150_000 };
const MAIN = join(import.meta.dirname, '../src/cli/main.ts');
const COMBINED = String.raw`^(\S+) \S+ (\S+) \[([^\]]+)\] "(\S+) (\S+)[^"]*" (\d+) (\d+) "([^"]*)" "([^"]*)"`;

function cpuSeconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
}

/** What ClickHouse alone needs to parse the same file with its Regexp format and to store it: no data map, no redaction, no rules. */
async function plainClickHouse(path: string, folder: string): Promise<number> {
  const session = new Session(folder);
  try {
    await session.queryAsync(
      `create table plain (address String, user String, at String, method LowCardinality(String), target String, status UInt16, bytes UInt64,
         referrer String, agent String) engine = MergeTree order by tuple()`,
    );
    const begun = process.cpuUsage();
    await session.queryAsync(
      `insert into plain select * from file('${path}', Regexp, 'address String, user String, at String, method String, target String,
         status UInt16, bytes UInt64, referrer String, agent String')
       settings format_regexp='${COMBINED.replaceAll('\\', '\\\\')}', format_regexp_escaping_rule='Raw', format_regexp_skip_unmatched=1`,
    );
    return cpuSeconds(begun);
  } finally {
    session.close();
  }
}

async function scanWith(path: string, rules: string | null) {
  const begun = process.cpuUsage();
  const result = await runScan({ files: [path], dataMap: 'practice', since: null, until: null, rules, progress: () => undefined });
  return { result, cpu: cpuSeconds(begun) };
}

function rulesIn(folder: string, count: number): string {
  const rules = join(folder, `rules-${count}`);
  mkdirSync(rules);
  writeManyRules(rules, count);
  return rules;
}

async function fifthOf(path: string): Promise<string> {
  const fifth = `${path}.fifth`;
  const end = Math.floor(statSync(path).size / 5);
  await pipeline(createReadStream(path, { end }), createWriteStream(fifth));
  return fifth;
}

/** What the kernel counted as the most resident memory of a process of its own that scans this file. */
async function peakMegabytes(path: string): Promise<number> {
  const child = spawn(
    process.execPath,
    ['--import', './src/cli/load-sources.ts', MAIN, 'scan', '--quiet', '--json', '--datamap', 'practice', path],
    {
      stdio: 'ignore',
    },
  );
  let ended = false;
  child.once('close', () => {
    ended = true;
  });
  let peak = 0;
  while (!ended) {
    const status = existsSync(`/proc/${child.pid}/status`) ? readFileSync(`/proc/${child.pid}/status`, 'utf8') : '';
    peak = Math.max(peak, Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1_024);
    await wait(50);
  }
  return peak;
}

/** `scan` of a million combined lines with every detection on, beside plain parsing and storing of the same file. */
export async function benchScan(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-bench-scan-'));
  try {
    const path = join(folder, 'access.log');
    const from = new Date('2026-05-01T00:00:00Z');
    const log = await writeLog({
      path,
      lines: LINES,
      seed: 5,
      from,
      spanMs: 86_400_000,
      attacks: ['enumerate-orders', 'stuff-credentials', 'take-dump'],
    });
    const plain = await plainClickHouse(path, join(folder, 'plain'));
    const { result, cpu } = await scanWith(path, null);
    const few = await scanWith(path, rulesIn(folder, RULES));
    const many = await scanWith(path, rulesIn(folder, RULES * 10));
    const against = { what: `ClickHouse alone parses and stores the same ${Math.round(statSync(path).size / 1e6)} MB`, value: plain };
    return [
      { what: `scan of ${log.lines.toLocaleString('en')} lines, every detection on`, value: cpu, unit: 'CPU-s', against },
      { what: 'of this, reading and storing', value: cpu - result.cpuSeconds.detect, unit: 'CPU-s', against },
      { what: 'of this, detecting', value: result.cpuSeconds.detect, unit: 'CPU-s', against },
      { what: 'lines a CPU-second, with every detection', value: log.lines / cpu, unit: 'lines', against: AIM },
      {
        what: `lines a CPU-second, with every detection and ${RULES} Sigma rules of the shop’s own`,
        value: log.lines / few.cpu,
        unit: 'lines',
        against: AIM,
      },
      {
        what: `the same scan with ${RULES * 10} rules of the shop’s own`,
        value: many.cpu,
        unit: 'CPU-s',
        against: { what: `with ${RULES}`, value: few.cpu },
      },
      {
        what: `most memory that scan of ${log.lines.toLocaleString('en')} lines ever held`,
        value: await peakMegabytes(path),
        unit: 'MB',
        against: { what: 'a fifth of the lines', value: await peakMegabytes(await fifthOf(path)) },
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
