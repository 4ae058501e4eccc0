import type { FactName } from '../checks/fact-table.ts';
import { choiceOf, countOf, type Facts, isBounds, listOf } from '../checks/facts.ts';
import type { FieldCertainty, FieldValue, Proposal, Source, Work } from './types.ts';

/** How sure several facts are together: as sure as the least sure of them. Absent ones are unknown. */
export function certaintyOf(facts: Facts, names: readonly FactName[]): FieldCertainty {
  const all = names.map((name) => facts[name]?.certainty ?? 'unknown');
  return all.includes('unknown') ? 'unknown' : all.includes('likely') ? 'likely' : 'confirmed';
}

/** A proposal that rests on facts of the case. */
export function fromFacts(work: Work, names: readonly FactName[], value: FieldValue, certainty?: FieldCertainty): Proposal {
  return { value, certainty: certainty ?? certaintyOf(work.facts, names), source: { kind: 'fact', facts: names } };
}

/** What the organisation's profile says; nothing when it says nothing. */
export function fromProfile(value: FieldValue): Proposal | null {
  const empty = value === null || value === '' || (Array.isArray(value) && value.length === 0);
  return empty ? null : { value, certainty: 'confirmed', source: { kind: 'profile' } };
}

/** What was worked out, and from what. */
export function computed(from: Extract<Source, { kind: 'computed' }>['from'], value: FieldValue, certainty: FieldCertainty): Proposal {
  return { value, certainty, source: { kind: 'computed', from } };
}

/** A chosen fact put into the form's codes; unknown gives `open`. */
export function mapped(work: Work, name: FactName, codes: Readonly<Record<string, string>>, open: string | null): Proposal {
  const chosen = choiceOf(work.facts, name);
  return chosen === null ? fromFacts(work, [name], open, 'unknown') : fromFacts(work, [name], codes[chosen] ?? null);
}

/** A list fact in the form's codes, with `open` added when more may be missing from it. */
export function listed(work: Work, name: FactName, open: string | null, more: readonly string[] = []): Proposal {
  const { items, complete } = listOf(work.facts, name);
  const value = [...new Set([...items, ...more, ...(complete || open === null ? [] : [open])])];
  return fromFacts(work, [name], value, complete ? undefined : 'unknown');
}

/** Whether a number is exact, approximate or still to be found. */
export function countKnown(work: Work, name: 'people' | 'records'): Proposal {
  const fact = work.facts[name];
  if (!fact || fact.certainty === 'unknown' || !isBounds(fact.value)) return fromFacts(work, [name], 'to-be-determined', 'unknown');
  const exact = fact.certainty === 'confirmed' && fact.value.atLeast === fact.value.atMost;
  return fromFacts(work, [name], exact ? 'exact' : 'approximate');
}

/** The number itself; nothing while it is unknown. */
export function count(work: Work, name: 'people' | 'records'): Proposal {
  const known = work.facts[name] !== undefined && work.facts[name].certainty !== 'unknown' && isBounds(work.facts[name].value);
  return fromFacts(work, [name], known ? countOf(work.facts, name) : null);
}

/** An instant fact as ISO 8601; nothing while it is unknown. */
export function instant(work: Work, name: FactName): Proposal {
  return fromFacts(work, [name], choiceOf(work.facts, name));
}
