import type { LawTables } from '../tables.ts';
import { decideObligations, type Outcome } from './decide-obligations.ts';
import { type FactName, factNames, factRow } from './fact-table.ts';
import { completeFacts, type Fact, type Facts, type FactValue } from './facts.ts';

const duties = ['register', 'authority', 'people'] as const;

/** A fact with another value, and what the answers would be then. */
export interface Flip {
  readonly fact: FactName;
  readonly to: FactValue;
  readonly changes: readonly { readonly duty: (typeof duties)[number]; readonly from: string; readonly to: string }[];
}

export interface OpenQuestion {
  readonly fact: FactName;
  readonly asks: string;
  /** What each possible answer would change; empty when only several answers together decide. */
  readonly flips: readonly Flip[];
}

/** The facts that are not confirmed and whose answer would change a duty. Pure. */
export function findOpenQuestions(facts: Facts, law: LawTables, outcome = decideObligations(facts, law)): OpenQuestion[] {
  const complete = completeFacts(facts);
  const looked = new Set(unknownReasons(outcome).flatMap((reason) => reason.facts));
  return factNames
    .filter((name) => complete[name]?.certainty !== 'confirmed')
    .map((name) => ({ fact: name, asks: factRow(name).asks, flips: flipsOf(name, facts, law, outcome) }))
    .filter(({ fact, flips }) => flips.length > 0 || (looked.has(fact) && isUnknown(complete[fact])));
}

/** For facts that are settled: the values that would change a duty. Pure. */
export function findCounterfactuals(facts: Facts, law: LawTables, outcome = decideObligations(facts, law)): Flip[] {
  return factNames.filter((name) => facts[name]?.certainty === 'confirmed').flatMap((name) => flipsOf(name, facts, law, outcome));
}

function unknownReasons(outcome: Outcome): Outcome['people']['reasons'] {
  return duties.map((duty) => outcome[duty]).flatMap(({ answer, reasons }) => (answer === 'unknown' ? reasons : []));
}

function isUnknown(fact: Fact | undefined): boolean {
  return fact === undefined || fact.certainty === 'unknown';
}

function flipsOf(name: FactName, facts: Facts, law: LawTables, before: Outcome): Flip[] {
  return candidates(name, facts).flatMap((value): Flip[] => {
    const after = decideObligations({ ...facts, [name]: { value, certainty: 'confirmed' } }, law);
    const changes = duties
      .filter((duty) => before[duty].answer !== after[duty].answer)
      .map((duty) => ({ duty, from: before[duty].answer, to: after[duty].answer }));
    return changes.length > 0 ? [{ fact: name, to: value, changes }] : [];
  });
}

function candidates(name: FactName, facts: Facts): FactValue[] {
  const row = factRow(name);
  const current = facts[name]?.value;
  if (row.kind === 'choice') return (row.options ?? []).filter((option) => option !== current || facts[name]?.certainty !== 'confirmed');
  if (row.kind === 'level') return [0.25, 1].filter((level) => level !== current);
  if (row.kind === 'count')
    return [
      { atLeast: 1, atMost: 1 },
      { atLeast: 1_000, atMost: 1_000 },
    ];
  if (row.kind !== 'list') return [];
  const items = Array.isArray(current) ? (current as readonly string[]) : [];
  const added = (row.options ?? []).filter((option) => !items.includes(option)).map((option) => [...items, option]);
  return facts[name]?.certainty === 'confirmed' ? added : [items, ...added];
}
