import { summarizeOutcome } from '#steps/decide/index.ts';
import { decideObligations } from '../src/steps/decide/checks/decide-obligations.ts';
import { type LawTables, lawTables } from '../src/steps/decide/tables.ts';
import { lawCases } from '../src/steps/decide/testing/law-cases.ts';
import type { BenchRow } from './bench-row.ts';

const LIMIT_MS = 50;
const now = new Date('2026-11-30T12:00:00Z');

/**
 * Every prepared case by every law: the answers alone, and with all open questions and everything that would change an answer. The first
 * one of a process is told apart: that is what the command line pays. Processor time, against the limit that was set.
 */
export async function benchAssess(): Promise<readonly BenchRow[]> {
  const law = lawTables();
  const cases = lawCases();
  const first = cpuMs(() => summarizeOutcome({}, law, now));
  const answers = cases.map(({ facts }) => cpuMs(() => decideObligations(facts, law)));
  const whole = cases.map(({ facts }) => cpuMs(() => summarizeOutcome(facts, law, now)));
  const many = tenfold(law);
  const grown = cases.slice(0, 60).map(({ facts }) => cpuMs(() => decideObligations(facts, many)));
  const limit = { what: 'limit', value: LIMIT_MS };
  return [
    {
      what: 'answers of every law on one case, median',
      value: median(answers),
      unit: 'ms',
      against: limit,
      tenfold: median(grown) / median(answers),
    },
    { what: 'with open questions and counterfactuals, median', value: median(whole), unit: 'ms', against: limit },
    { what: 'the same, the slowest case', value: Math.max(...whole), unit: 'ms', against: limit },
    { what: 'the first in a process, nothing known', value: first, unit: 'ms', against: limit },
  ];
}

/** Ten times the laws, each under a name of its own. */
function tenfold(law: LawTables): LawTables {
  const copies = Array.from({ length: 10 }, (_, i) =>
    law.regimes.map((regime) => (i === 0 ? regime : { ...regime, id: `${regime.id}-${i}` })),
  );
  return { ...law, regimes: copies.flat() };
}

function cpuMs(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
