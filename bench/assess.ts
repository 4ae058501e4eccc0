import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { summarizeOutcome } from '#steps/decide/index.ts';
import { decideObligations } from '../src/steps/decide/checks/decide-obligations.ts';
import { factNames, factRow } from '../src/steps/decide/checks/fact-table.ts';
import type { Fact, Facts, FactValue } from '../src/steps/decide/checks/facts.ts';
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
  const begun = performance.now();
  const first = cpuMs(() => summarizeOutcome({}, law, now));
  const firstOnClock = performance.now() - begun;
  const answers = cases.map(({ facts }) => cpuMs(() => decideObligations(facts, law)));
  const whole = cases.map(({ facts }) => cpuMs(() => summarizeOutcome(facts, law, now)));
  const many = tenfold(law);
  const grown = cases.slice(0, 60).map(({ facts }) => cpuMs(() => decideObligations(facts, many)));
  const version = commandMs('version');
  const command = commandMs('assess', join(import.meta.dirname, '../docs/examples/facts.yaml'), '--json');
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
    { what: 'the same, 99 of 100 cases at most', value: share(whole, 0.99), unit: 'ms', against: limit },
    { what: `the same, the slowest of ${cases.length} cases`, value: Math.max(...whole), unit: 'ms', against: limit },
    { what: 'hostile facts: every list full, every country, the slowest of 20', value: hostileMs(law), unit: 'ms', against: limit },
    { what: 'the first in a process, nothing known, on the clock', value: firstOnClock, unit: 'ms', against: limit },
    { what: 'the same, processor time of all threads, which also translate the code', value: first, unit: 'ms', against: limit },
    {
      what: 'the command `assess` as a whole, start to exit, on the clock',
      value: command,
      unit: 'ms',
      against: { what: '`shopbell version`, start to exit', value: version },
    },
  ];
}

/** Ten times the laws, each under a name of its own. */
function tenfold(law: LawTables): LawTables {
  const copies = Array.from({ length: 10 }, (_, i) =>
    law.regimes.map((regime) => (i === 0 ? regime : { ...regime, id: `${regime.id}-${i}` })),
  );
  return { ...law, regimes: copies.flat() };
}

/** Facts as large as a file may state them: what somebody would send who wants us to be slow. */
function hostileMs(law: LawTables): number {
  const fact = (value: FactValue): Fact => ({ value, certainty: 'likely' });
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const places = letters.flatMap((a) => letters.map((b) => [`${a}${b}`, { atLeast: 1, atMost: 1_000_000 }] as const));
  const facts: Facts = Object.fromEntries(
    factNames.flatMap((name) => {
      const { kind, options = [] } = factRow(name);
      if (kind === 'list') return [[name, fact([...options])]];
      if (kind === 'places') return [[name, fact(Object.fromEntries(places))]];
      if (kind === 'codes') return [[name, fact(places.map(([code]) => code))]];
      if (kind === 'count') return [[name, fact({ atLeast: 0, atMost: null })]];
      return kind === 'text' ? [[name, fact('x'.repeat(4_000))]] : [];
    }),
  );
  return Math.max(...Array.from({ length: 20 }, () => cpuMs(() => summarizeOutcome(facts, law, now))));
}

/** A command from typing to the prompt: the quickest of five, in ms on the clock. */
function commandMs(...words: readonly string[]): number {
  const times = Array.from({ length: 5 }, () => {
    const begun = performance.now();
    const { status } = spawnSync(join(import.meta.dirname, '../shopbell'), [...words], { stdio: 'ignore' });
    if (status !== 0) throw new Error(`${words[0]} ended with ${status}`);
    return performance.now() - begun;
  });
  return Math.min(...times);
}

function share(numbers: readonly number[], part: number): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length * part)] ?? Number.NaN;
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
