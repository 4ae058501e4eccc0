import { canonical } from '#kernel/event.ts';
import type { LawTables } from '../tables.ts';
import { decideObligations, type Outcome } from './decide-obligations.ts';
import { type FactName, factRow } from './fact-table.ts';
import { type Answer, completeFacts, type Fact, type Facts, type FactValue } from './facts.ts';
import { findOpenQuestions } from './find-open-questions.ts';
import type { Asked } from './pick-regimes.ts';
import { openReassessment } from './reassess.ts';

export const askedDuties = ['register', 'authority', 'people'] as const;
export type AskedDuty = (typeof askedDuties)[number];

export interface DutyChange {
  readonly duty: AskedDuty;
  readonly from: Answer;
  readonly to: Answer;
}

/** A question with what each answer would change, and how much it settles on average. */
export interface NextQuestion {
  readonly fact: FactName;
  readonly answers: readonly { readonly value: FactValue; readonly changes: readonly DutyChange[] }[];
  readonly worth: number;
}

/** What settling an answer is worth: whoever must be told comes before what is written down. */
const weights: Readonly<Record<AskedDuty, number>> = { register: 1, authority: 3, people: 3 };
/** What a question costs whoever answers it. */
const costs: Readonly<Record<string, number>> = { choice: 1, list: 1.4, count: 1.2 };
/** What only a person who knows the method can answer comes last, and so does what holds unless somebody says otherwise. */
const LAST = 3;
const hard: ReadonlySet<FactName> = new Set([
  'identifiability',
  'simpleInsight',
  'behaviouralInsight',
  'financialInsight',
  'highRiskRemoved',
]);
const PART = 3;
/** How likely an answer is that is held to be likely. */
const HELD = 0.9;
const FEW = [
  { atLeast: 1, atMost: 1 },
  { atLeast: 101, atMost: 101 },
  { atLeast: 2_000, atMost: 2_000 },
];

/** Whether a person has said of a fact that they do not know: it is not asked again by itself. Pure. */
export function isLeftOpen(fact: Fact | undefined): boolean {
  return fact !== undefined && fact.certainty === 'unknown' && fact.statedBy !== undefined && fact.statedBy !== 'shopbell';
}

/**
 * The open questions, the shortest way to settled answers first: by how many duties become yes or no on average over the possible answers
 * (whoever must be told before what is written down), then by how many rules they settle and how far they narrow the severity, the cheap
 * ones before the dear ones. What a person does not know is left out. Those that remain once every duty is settled could still change one. Pure.
 */
export function orderQuestions(facts: Facts, law: LawTables, outcome = decideObligations(facts, law)): NextQuestion[] {
  const again = openReassessment(facts, law, homeOnly(outcome), outcome);
  return findOpenQuestions(facts, law, outcome, homeOnly(outcome))
    .filter(({ fact }) => !isLeftOpen(facts[fact]) && factRow(fact).kind !== 'level')
    .map(({ fact }) => weigh(fact, facts, outcome, again))
    .sort((a, b) => b.worth - a.worth);
}

/** The three answers are those of the home law: others need not be asked for them. */
function homeOnly({ home }: Outcome): Asked {
  return { regimes: [home] };
}

/** Whether every duty is a yes or a no. Pure. */
export function isSettled(outcome: Outcome): boolean {
  return askedDuties.every((duty) => outcome[duty].answer !== 'unknown');
}

/**
 * How many questions there can still be: those that are open, and every fact that a reason or the severity looks at and nobody has
 * confirmed. Pure.
 */
export function remainingAtMost(facts: Facts, law: LawTables, outcome = decideObligations(facts, law)): number {
  const complete = completeFacts(facts);
  const named = [
    ...askedDuties.flatMap((duty) => outcome[duty].reasons.flatMap((reason) => reason.facts)),
    ...outcome.severity.factors.flatMap((factor) => factor.facts),
  ].filter((fact) => complete[fact]?.certainty !== 'confirmed' && factRow(fact).kind !== 'level');
  const open = findOpenQuestions(facts, law, outcome, homeOnly(outcome)).map(({ fact }) => fact);
  return [...new Set([...open, ...named])].filter((fact) => !isLeftOpen(facts[fact]) && factRow(fact).kind !== 'level').length;
}

/** One question with what each of its answers would change. Pure. */
export function previewQuestion(fact: FactName, facts: Facts, law: LawTables, outcome = decideObligations(facts, law)): NextQuestion {
  return weigh(fact, facts, outcome, openReassessment(facts, law, homeOnly(outcome), outcome));
}

function weigh(fact: FactName, facts: Facts, before: Outcome, again: ReturnType<typeof openReassessment>): NextQuestion {
  const values = possibleAnswers(fact, facts);
  const tried = values.map((value) => ({ value, after: again.outcome(fact, { value, certainty: 'confirmed' }) }));
  const shares = likelihoods(fact, values, facts);
  const expected = tried.reduce((total, { after }, nth) => total + (shares[nth] ?? 0) * progress(before, after), 0);
  const cost = (costs[factRow(fact).kind] ?? 2) * (hard.has(fact) || factRow(fact).absent !== undefined ? LAST : 1);
  return {
    fact,
    answers: tried.map(({ value, after }) => ({ value, changes: changesBetween(before, after) })),
    worth: (expected + part(fact, facts, before)) / cost,
  };
}

/** A share of every rule that is still open and looks at this fact: the more of it is known, the more its last fact is worth. */
function part(fact: FactName, facts: Facts, outcome: Outcome): number {
  const complete = completeFacts(facts);
  const isKnown = (name: FactName) => complete[name]?.certainty === 'confirmed';
  return askedDuties.reduce((total, duty) => {
    const { answer, reasons } = outcome[duty];
    if (answer !== 'unknown') return total;
    const own = reasons.filter((reason) => reason.facts.includes(fact));
    return total + own.reduce((sum, reason) => sum + weights[duty] / reason.facts.filter((name) => !isKnown(name)).length, 0) * PART;
  }, 0);
}

/** Which duties have another answer. Pure. */
function changesBetween(before: Outcome, after: Outcome): DutyChange[] {
  return askedDuties.flatMap((duty) => {
    const [from, to] = [before[duty].answer, after[duty].answer];
    return from === to ? [] : [{ duty, from, to }];
  });
}

/** How much nearer an answer brings the end: settled duties count most, then rules, then the width of the severity. */
function progress(before: Outcome, after: Outcome): number {
  const settled = askedDuties.reduce((total, duty) => total + weights[duty] * (isOpen(before, duty) - isOpen(after, duty)), 0);
  const rules = openRules(before) - openRules(after);
  const narrowed = width(before) - width(after);
  return settled * 100 + rules * 4 + narrowed * 6;
}

function isOpen(outcome: Outcome, duty: AskedDuty): number {
  return outcome[duty].answer === 'unknown' ? 1 : 0;
}

function openRules({ rules }: Outcome): number {
  return rules.filter(({ holds }) => holds === 'unknown').length;
}

function width({ severity }: Outcome): number {
  return severity.high - severity.low;
}

/** How likely each answer is: all alike, unless one is held to be likely already. */
function likelihoods(fact: FactName, values: readonly FactValue[], facts: Facts): readonly number[] {
  const held = completeFacts(facts)[fact];
  const nth = held?.certainty === 'likely' ? values.findIndex((value) => canonical(value) === canonical(held.value)) : -1;
  if (nth < 0 || values.length < 2) return values.map(() => 1 / values.length);
  return values.map((_, each) => (each === nth ? HELD : (1 - HELD) / (values.length - 1)));
}

function possibleAnswers(fact: FactName, facts: Facts): FactValue[] {
  const { kind, options = [] } = factRow(fact);
  if (kind === 'choice') return [...options];
  if (kind === 'count') return FEW;
  if (kind !== 'list') return [];
  const value = facts[fact]?.value;
  const known = Array.isArray(value) ? (value as readonly string[]) : [];
  return [known, ...options.filter((option) => !known.includes(option)).map((option) => [...known, option])];
}
