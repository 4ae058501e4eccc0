import type { Test } from './test.ts';
import type { ValueTest } from './values/compile-value.ts';
import { regexTexts, type Texts } from './values/regex-texts.ts';

/** A text, lower case and ASCII, that stands in every event that matches; at the start or the end of its field when it says so. */
export interface Literal {
  /** Field in lower case, or `null` when any will do. */
  readonly field: string | null;
  readonly text: string;
  readonly start: boolean;
  readonly end: boolean;
}

/**
 * How telling a literal is, larger is rarer; `null`: nobody can search for it. Given from outside: only who knows the events knows
 * which fields can be searched and which texts are common.
 */
export type Weigh = (literal: Literal) => number | null;

type Literals = readonly Literal[] | null;

/** Literals of which at least one stands in every event that a test matches; `null` when that cannot be said. */
export function requiredLiterals(test: Test, weigh: Weigh): Literals {
  switch (test.kind) {
    case 'selection':
      return requiredLiterals(test.part, weigh);
    case 'not':
      return null;
    case 'any':
      return eachOf(test.parts.map((part) => requiredLiterals(part, weigh)));
    case 'all':
      return best(
        test.parts.map((part) => requiredLiterals(part, weigh)),
        weigh,
      );
    default:
      return literalOf(test.value, test.kind === 'keyword' ? null : test.field, weigh);
  }
}

/** The set whose most common text is rarest: it lets the fewest events through. */
function best(sets: readonly Literals[], weigh: Weigh): Literals {
  let top: Literals = null;
  let weight = Number.NEGATIVE_INFINITY;
  for (const set of sets) {
    if (set === null) continue;
    const own = Math.min(...set.map((literal) => weigh(literal) ?? 0)) - set.length / 1000;
    if (own > weight) [top, weight] = [set, own];
  }
  return top;
}

function literalsOfRegex(texts: Texts, field: string | null, weigh: Weigh): Literals {
  if ('all' in texts)
    return best(
      texts.all.map((one) => literalsOfRegex(one, field, weigh)),
      weigh,
    );
  if ('any' in texts) return eachOf(texts.any.map((one) => literalsOfRegex(one, field, weigh)));
  const literal = { field, text: texts.text, start: false, end: false };
  return weigh(literal) === null ? null : [literal];
}

function eachOf(sets: readonly Literals[]): Literals {
  return sets.some((set) => set === null) ? null : sets.flatMap((set) => set ?? []);
}

function literalOf(value: ValueTest, field: string | null, weigh: Weigh): Literals {
  if (value.kind === 'regex') return literalsOfRegex(regexTexts(value.pattern), field, weigh);
  if (value.kind !== 'text') return null;
  const last = value.pieces.length - 1;
  let top: Literal | null = null;
  let weight = Number.NEGATIVE_INFINITY;
  for (const [nth, piece] of value.pieces.entries()) {
    if (typeof piece !== 'string') continue;
    const texts = piece.toLowerCase().split(/[^\t\x20-\x7e]+/);
    for (const [part, text] of texts.entries()) {
      const literal = { field, text, start: nth === 0 && part === 0, end: nth === last && part === texts.length - 1 };
      const own = text === '' ? null : weigh(literal);
      if (own !== null && own > weight) [top, weight] = [literal, own];
    }
  }
  return top === null ? null : [top];
}
