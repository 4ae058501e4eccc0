import type { LawTables } from '../tables.ts';
import { type Duty, decideObligations, type Outcome } from './decide-obligations.ts';
import { type FactName, factNames, factRow } from './fact-table.ts';
import { completeFacts, type Fact, type Facts, type FactValue, isPlaces } from './facts.ts';
import type { Asked } from './pick-regimes.ts';
import { isLookedAt, openReassessment, toldApart } from './reassess.ts';

/** How one duty's answer would change. */
interface Change {
  readonly regime: string;
  /** Id of the duty. */
  readonly id: string;
  readonly duty: Duty['to'];
  readonly from: Duty['answer'];
  readonly to: Duty['answer'];
}

/** A fact with another value, and what the answers would be then. */
export interface Flip {
  readonly fact: FactName;
  readonly to: FactValue;
  readonly changes: readonly Change[];
}

export interface OpenQuestion {
  readonly fact: FactName;
  readonly asks: string;
  /** What each possible answer would change; empty when only several answers together decide. */
  readonly flips: readonly Flip[];
}

type Reassessment = ReturnType<typeof openReassessment>;

/** The facts that are not confirmed and whose answer would change a duty of a law. Pure. */
export function findOpenQuestions(facts: Facts, law: LawTables, outcome?: Outcome, asked: Asked = {}): OpenQuestion[] {
  const before = outcome ?? decideObligations(facts, law, asked);
  const again = openReassessment(facts, law, asked, before);
  const complete = completeFacts(facts);
  const looked = new Set(before.duties.flatMap(({ answer, reasons }) => (answer === 'unknown' ? reasons.flatMap((one) => one.facts) : [])));
  return factNames
    .filter((name) => complete[name]?.certainty !== 'confirmed')
    .map((name) => ({ fact: name, asks: factRow(name).asks, flips: flipsOf(name, facts, law, again) }))
    .filter(({ fact, flips }) => flips.length > 0 || (looked.has(fact) && isUnknown(complete[fact])));
}

/** For facts that are settled: the values that would change a duty. Pure. */
export function findCounterfactuals(facts: Facts, law: LawTables, outcome?: Outcome, asked: Asked = {}): Flip[] {
  const before = outcome ?? decideObligations(facts, law, asked);
  const again = openReassessment(facts, law, asked, before);
  return factNames.filter((name) => facts[name]?.certainty === 'confirmed').flatMap((name) => flipsOf(name, facts, law, again));
}

function isUnknown(fact: Fact | undefined): boolean {
  return fact === undefined || fact.certainty === 'unknown';
}

function flipsOf(name: FactName, facts: Facts, law: LawTables, again: Reassessment): Flip[] {
  const tried = new Map<string, readonly Change[]>();
  return candidates(name, facts, law).flatMap((value): Flip[] => {
    const alike = factRow(name).kind === 'list' ? toldApart(name, value as readonly string[], law).join() : JSON.stringify(value);
    const changes = tried.get(alike) ?? again.turned(name, { value, certainty: 'confirmed' }).map(changeOf);
    tried.set(alike, changes);
    return changes.length > 0 ? [{ fact: name, to: value, changes }] : [];
  });
}

function changeOf({ was, becomes }: ReturnType<Reassessment['turned']>[number]): Change {
  return { regime: was.regime, id: was.id, duty: was.to, from: was.answer, to: becomes.answer };
}

function candidates(name: FactName, facts: Facts, law: LawTables): FactValue[] {
  if (!isLookedAt(name, law)) return [];
  const row = factRow(name);
  const current = facts[name]?.value;
  const isSettled = facts[name]?.certainty === 'confirmed';
  if (row.kind === 'choice') return (row.options ?? []).filter((option) => option !== current || !isSettled);
  if (row.kind === 'level') return [0.25, 1].filter((level) => level !== current);
  if (row.kind === 'count') return [1, 1_000, 1_001].map((n) => ({ atLeast: n, atMost: n }));
  if (row.kind === 'places') return placesToTry(current, law);
  if (row.kind === 'codes') return isSettled ? [] : law.places.map((place) => [place]);
  if (row.kind !== 'list') return [];
  const items = Array.isArray(current) ? (current as readonly string[]) : [];
  const added = (row.options ?? []).filter((option) => !items.includes(option)).map((option) => [...items, option]);
  return isSettled ? added : [items, ...added];
}

/** One person more in each place that a law names. */
function placesToTry(current: FactValue | undefined, { places }: LawTables): FactValue[] {
  const known = current !== undefined && isPlaces(current) ? current : {};
  return places.filter((place) => known[place] === undefined).map((place) => ({ ...known, [place]: { atLeast: 1, atMost: 1 } }));
}
