import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPersonalData } from '#personal-data/index.ts';
import { writeLog } from '#practice-shop/write-log.ts';
import type { BenchRow } from './bench-row.ts';

const LINES = 300_000;

function search(lines: readonly string[]): { readonly found: number; readonly seconds: number } {
  const begun = process.cpuUsage();
  let found = 0;
  for (const line of lines) found += findPersonalData(line).length;
  const { user, system } = process.cpuUsage(begun);
  return { found, seconds: (user + system) / 1e6 };
}

/** What the search for personal data takes a line of a log, and how often it is mistaken where there is none. */
export async function benchPersonalData(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-bench-personal-data-'));
  try {
    const path = join(folder, 'access.log');
    await writeLog({ path, lines: LINES, seed: 5, from: new Date('2026-05-01T00:00:00Z'), spanMs: 86_400_000 });
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    const tenth = lines.slice(0, lines.length / 10);
    search(tenth);
    const [small, large] = [search(tenth), search(lines)];
    return [
      {
        what: 'personal data: whole lines searched for every kind',
        value: lines.length / large.seconds,
        unit: 'lines per CPU-second',
        against: { what: 'lower limit', value: 300_000 },
        tenfold: large.seconds / small.seconds,
      },
      {
        what: 'personal data: found in ordinary lines that hold none',
        value: (large.found * 100_000) / lines.length,
        unit: 'of 100,000 lines',
        against: { what: 'limit', value: 1 },
      },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
