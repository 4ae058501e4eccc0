import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { runScan } from '../src/cli/scan/run-scan.ts';
import type { BenchRow } from './bench-row.ts';
import { judgeWeek } from './leaks/judge-week.ts';
import { makeWeek } from './leaks/week/make-week.ts';
import { platforms } from './leaks/week/platforms.ts';
import { type IncidentName, incidentNames } from './leaks/week/types.ts';

const FROM = new Date('2026-05-04T00:00:00Z');
/** From a small shop to a middling one. */
const VISITS_A_DAY = [600, 1200, 2500] as const;
/** The rules were made while looking at weeks of seeds below this one. */
const SEED = 1000;

interface Tally {
  found: number;
  all: number;
}

/**
 * Leaks of thirteen kinds in ordinary weeks of shops on six platforms (a sale, a newsletter, a new app, an office, a carrier, crawlers,
 * an ERP and a courier among the traffic), each week once with a plain combined log and once with one that names sessions: what `scan`
 * finds of them, and what else it says. What a log cannot show at all (one address for
 * everything, as a GraphQL shop has) is counted on its own: it takes the application's own events.
 */
export async function benchLeaks(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-bench-leaks-'));
  const byKind = new Map<string, Tally>();
  const tally = (name: string, found: boolean): void => {
    const known = byKind.get(name) ?? { found: 0, all: 0 };
    byKind.set(name, { found: known.found + (found ? 1 : 0), all: known.all + 1 });
  };
  let wrong = 0;
  let hidden = 0;
  let weeks = 0;
  let lines = 0;
  try {
    for (const [nth, platform] of platforms.entries()) {
      for (const isRich of [false, true]) {
        const half: readonly IncidentName[] = incidentNames.filter((_, i) => (i + (isRich ? 1 : 0)) % 2 === 0);
        for (const incidents of [half, []]) {
          const seed = SEED + nth * 10 + (isRich ? 1 : 0) + (incidents.length > 0 ? 100 : 0);
          const week = makeWeek({
            platform,
            seed,
            from: FROM,
            incidents,
            isRich,
            visitsADay: VISITS_A_DAY[nth % VISITS_A_DAY.length] ?? 600,
          });
          const path = join(folder, 'access.log');
          await pipeline(Readable.from(chunked(week.lines)), createWriteStream(path));
          const { signals } = await runScan({
            files: [path],
            dataMap: platform.name,
            since: null,
            until: null,
            rules: null,
            progress: () => undefined,
          });
          const verdict = judgeWeek(signals, week.incidents);
          const log = isRich ? 'rich' : 'plain';
          for (const one of verdict.found) tally(one.name, true);
          for (const one of verdict.missed) {
            if (!one.isVisible) {
              hidden += 1;
              continue;
            }
            tally(one.name, false);
            process.stderr.write(`  missed: ${platform.name} ${log} ${one.name}, ${one.records} records named\n`);
          }
          for (const one of verdict.wrong) {
            process.stderr.write(
              `  false: ${platform.name} ${log} ${one.rule} ${one.level} ${one.subject} ${one.actor.address} ${one.title} ×${one.count} ${JSON.stringify(one.facts)}\n`,
            );
          }
          wrong += verdict.wrong.length;
          weeks += 1;
          lines += week.lines.length;
        }
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const all = [...byKind.values()];
  const sum = (of: (one: Tally) => number): number => all.reduce((total, one) => total + of(one), 0);
  const found = sum((one) => one.found);
  return [
    {
      what: `leaks found of ${sum((one) => one.all)} in ${weeks} shop-weeks (${Math.round(lines / weeks / 1000)},000 lines each)`,
      value: found / sum((one) => one.all),
      unit: 'share',
      against: { what: 'aim', value: 0.95 },
    },
    {
      what: 'further leaks of which a log of requests shows nothing',
      value: hidden,
      unit: 'leaks',
      against: { what: 'all leaks', value: hidden + sum((one) => one.all) },
    },
    {
      what: 'false signals a shop and week, of medium or more',
      value: wrong / weeks,
      unit: 'signals',
      against: { what: 'aim at most', value: 1 },
    },
    ...[...byKind].map(([name, one]) => ({
      what: `of these, ${name}`,
      value: one.found / one.all,
      unit: 'share',
      against: { what: 'leaks of this kind', value: one.all },
    })),
  ];
}

function* chunked(lines: readonly string[]): Generator<string> {
  for (let at = 0; at < lines.length; at += 1000) yield `${lines.slice(at, at + 1000).join('\n')}\n`;
}
