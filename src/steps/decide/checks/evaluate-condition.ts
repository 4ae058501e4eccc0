import { z } from 'zod';
import { type FactName, factNames } from './fact-table.ts';
import { type Answer, type Bounds, choiceOf, countOf, type Facts, listOf, type Places, peopleOf, placesOf } from './facts.ts';

const factName = z.enum(factNames as [FactName, ...FactName[]]);
const judgedName = z.enum(['breach', 'risk', 'high-risk']);
export type JudgedName = z.output<typeof judgedName>;

export type Leaf =
  | { readonly fact: FactName; readonly is: readonly string[] }
  | { readonly fact: FactName; readonly has: readonly string[] }
  | { readonly fact: FactName; readonly stated: readonly string[] }
  | { readonly fact: FactName; readonly only: readonly string[] }
  | { readonly fact: 'people' | 'records'; readonly atMost: number }
  | { readonly fact: 'people' | 'records'; readonly moreThan: number }
  | { readonly fact: 'countries' | 'establishedIn'; readonly in: readonly string[]; readonly moreThan?: number | undefined };

export type Condition =
  | Leaf
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly judged: JudgedName }
  | { readonly use: string };

const counted = z.enum(['people', 'records']);

/** A condition as it stands in a file of rules. `in` takes codes of places and `@` names of groups of them. */
export const conditionShape: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ fact: factName, is: z.array(z.string()).min(1) }),
    z.strictObject({ fact: factName, has: z.array(z.string()).min(1) }),
    z.strictObject({ fact: factName, stated: z.array(z.string()).min(1) }),
    z.strictObject({ fact: factName, only: z.array(z.string()).min(1) }),
    z.strictObject({ fact: counted, atMost: z.int() }),
    z.strictObject({ fact: counted, moreThan: z.int() }),
    z.strictObject({ fact: z.enum(['countries', 'establishedIn']), in: z.array(z.string()).min(1), moreThan: z.int().min(0).optional() }),
    z.strictObject({ all: z.array(conditionShape).min(1) }),
    z.strictObject({ any: z.array(conditionShape).min(1) }),
    z.strictObject({ not: conditionShape }),
    z.strictObject({ judged: judgedName }),
    z.strictObject({ use: z.string() }),
  ]),
);

type Groups = Readonly<Record<string, readonly string[]>>;

/** How a condition is read. */
export interface Reading {
  readonly facts: Facts;
  readonly named: Readonly<Record<string, Condition>>;
  /** What a fact that is only likely may do: count both ways, never make a yes (where a yes takes a duty away), never make a no. */
  readonly likely: 'counts' | 'never-yes' | 'never-no';
  readonly groups?: Groups;
  readonly judged?: Readonly<Record<JudgedName, { readonly answer: Answer; readonly facts: readonly FactName[] }>>;
}

/** One leaf: yes, no, or unknown. Pure. */
export function evaluateLeaf(condition: Leaf, { facts, groups }: Reading): Answer {
  if ('is' in condition) {
    const value = choiceOf(facts, condition.fact);
    if (value === null) return 'unknown';
    return condition.is.includes(value) ? 'yes' : 'no';
  }
  if ('stated' in condition) return isStated(condition, facts);
  if ('in' in condition) return evaluatePlaces(condition, facts, groups ?? {});
  if ('atMost' in condition) return invert(isMore(countOf(facts, condition.fact), condition.atMost));
  if ('moreThan' in condition) return isMore(countOf(facts, condition.fact), condition.moreThan);
  const { items, complete } = listOf(facts, condition.fact);
  if ('has' in condition) {
    for (const item of condition.has) if (items.includes(item)) return 'yes';
    return complete ? 'no' : 'unknown';
  }
  if (items.some((item) => !condition.only.includes(item))) return 'no';
  return complete && items.length > 0 ? 'yes' : 'unknown';
}

/** For what is out of the ordinary and would be told: silence says no, an unknown fact stays open. */
function isStated({ fact, stated }: Extract<Leaf, { stated: readonly string[] }>, facts: Facts): Answer {
  const found = facts[fact];
  if (!found) return 'no';
  const items = Array.isArray(found.value) ? (found.value as readonly string[]) : [String(found.value)];
  if (items.some((item) => stated.includes(item)) && (Array.isArray(found.value) || found.certainty !== 'unknown')) return 'yes';
  return found.certainty === 'unknown' ? 'unknown' : 'no';
}

function isMore({ atLeast, atMost }: Bounds, limit: number): Answer {
  if (atLeast > limit) return 'yes';
  return atMost !== null && atMost <= limit ? 'no' : 'unknown';
}

/** The groups of places are data that does not change while a program runs. */
const placesMeant = new WeakMap<readonly string[], ReadonlySet<string>>();

/** A place is meant by its own code, by its country's, or by a group that holds it. */
function evaluatePlaces(condition: Extract<Leaf, { in: readonly string[] }>, facts: Facts, groups: Groups): Answer {
  const meant =
    placesMeant.get(condition.in) ?? new Set(condition.in.flatMap((code) => (code.startsWith('@') ? groupOf(code, groups) : [code])));
  placesMeant.set(condition.in, meant);
  if (condition.fact === 'establishedIn') {
    const { items, complete } = listOf(facts, 'establishedIn');
    if (items.some((code) => isMeant(code, meant))) return 'yes';
    return complete && !items.some((code) => mayBeMeant(code, meant, condition.in)) ? 'no' : 'unknown';
  }
  const { places, complete } = placesOf(facts);
  const { atLeast, atMost: most } = countMeant(places, meant, condition.in);
  const whole = peopleOf(facts).atMost;
  const counted = complete ? most : null;
  const atMost = counted === null ? whole : whole === null ? counted : Math.min(counted, whole);
  return isMore({ atLeast, atMost }, condition.moreThan ?? 0);
}

/** The same places are asked for by many rules, again and again, while other facts change. */
const countedPlaces = new WeakMap<Places, WeakMap<readonly string[], Bounds>>();

/** How many people live in the places that are meant: at least there, at most there or in a part of a country that may be. */
function countMeant(places: Places, meant: ReadonlySet<string>, named: readonly string[]): Bounds {
  const own = countedPlaces.get(places) ?? new WeakMap<readonly string[], Bounds>();
  countedPlaces.set(places, own);
  const known = own.get(named);
  if (known) return known;
  const rows = Object.entries(places);
  const atLeast = sumOf(rows.filter(([code]) => isMeant(code, meant)).map(([, { atLeast: n }]) => n)) ?? 0;
  const atMost = sumOf(rows.filter(([code]) => mayBeMeant(code, meant, named)).map(([, { atMost: n }]) => n));
  const made = { atLeast, atMost };
  own.set(named, made);
  return made;
}

function isMeant(code: string, meant: ReadonlySet<string>): boolean {
  return meant.has(code) || meant.has(code.slice(0, 2));
}

function mayBeMeant(code: string, meant: ReadonlySet<string>, named: readonly string[]): boolean {
  return isMeant(code, meant) || (code.length === 2 && named.some((one) => one.startsWith(`${code}-`)));
}

function groupOf(name: string, groups: Groups): readonly string[] {
  const places = groups[name.slice(1)];
  if (!places) throw new RangeError(`no group of places is named ${name}`);
  return places;
}

function sumOf(numbers: readonly (number | null)[]): number | null {
  return numbers.reduce((total, n) => (total === null || n === null ? null : total + n), 0 as number | null);
}

/** No for yes and yes for no. */
export function invert(answer: Answer): Answer {
  if (answer === 'unknown') return 'unknown';
  return answer === 'yes' ? 'no' : 'yes';
}

/** Yes when all are, no when one is not, else unknown. */
export function both(answers: readonly Answer[]): Answer {
  if (answers.includes('no')) return 'no';
  return answers.includes('unknown') ? 'unknown' : 'yes';
}

/** Yes when one is, no when none is, else unknown. */
export function anyOf(answers: readonly Answer[]): Answer {
  if (answers.includes('yes')) return 'yes';
  return answers.includes('unknown') ? 'unknown' : 'no';
}
