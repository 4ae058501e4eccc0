import { HOUR, MINUTE } from '#kernel/time.ts';

/** One payment that was tried. Prefix and card are '' when the shop does not tell them. */
export interface Payment {
  /** ms since 1970. */
  readonly at: number;
  readonly pair: string;
  readonly session: string;
  /** The card's first six to eight digits: its bank, no person. */
  readonly prefix: string;
  /** Keyed hash of the card. */
  readonly card: string;
  readonly failed: boolean;
}

export interface CardTest {
  /** `visitor`: one address or session with many cards. `prefix`: one bank's numbers from many places. */
  readonly scope: 'visitor' | 'prefix';
  readonly pairs: readonly string[];
  readonly prefix: string;
  readonly failed: number;
  readonly passed: number;
  readonly cards: number;
  readonly from: number;
  readonly to: number;
}

const VISITOR = { window: 10 * MINUTE, cards: 4, unknown: 10, share: 0.7 } as const;
const PREFIX = { window: HOUR, failed: 20, places: 10, share: 0.8, timesUsual: 4, othersFail: 0.5 } as const;

/**
 * Stolen card numbers are tried: by one visitor with more cards than a person has, or one bank's numbers counted through from many places.
 * When the payment provider is down everybody's cards fail, of every bank: then nothing is told here. `usualOf`: the most failures of a
 * prefix in one hour of the weeks before.
 */
export function judgeCardTesting(payments: readonly Payment[], usualOf: (prefix: string) => number): CardTest[] {
  const sorted = payments.toSorted((a, b) => a.at - b.at);
  const visitors = [...groups(sorted, (one) => one.session || one.pair).values()].flatMap(
    (own) => busiest(own, VISITOR.window, isVisitor) ?? [],
  );
  const known = new Set(visitors.flatMap((one) => one.pairs));
  const prefixes = [...groups(sorted, (one) => one.prefix)].flatMap(([prefix, own]) => {
    if (prefix === '') return [];
    const found = busiest(own, PREFIX.window, (window) => isPrefixTest(window, sorted, usualOf(prefix)));
    return found === null ? [] : [{ ...found, scope: 'prefix' as const, prefix }];
  });
  return [...visitors, ...prefixes.filter((one) => one.pairs.some((pair) => !known.has(pair)))];
}

function isVisitor(window: readonly Payment[]): boolean {
  const failed = window.filter((one) => one.failed);
  if (failed.length / window.length < VISITOR.share) return false;
  const cards = new Set(failed.map((one) => one.card || one.prefix).filter((card) => card !== ''));
  return cards.size === 0 ? failed.length >= VISITOR.unknown : cards.size >= VISITOR.cards;
}

function isPrefixTest(window: readonly Payment[], all: readonly Payment[], usual: number): boolean {
  const failed = window.filter((one) => one.failed);
  if (failed.length < Math.max(PREFIX.failed, PREFIX.timesUsual * usual) || failed.length / window.length < PREFIX.share) return false;
  if (new Set(failed.map((one) => one.pair)).size < PREFIX.places) return false;
  const [first, last] = [window[0], window.at(-1)];
  const others = all.filter((one) => one.prefix !== first?.prefix && one.at >= (first?.at ?? 0) && one.at <= (last?.at ?? 0));
  return others.length < 5 || others.filter((one) => one.failed).length / others.length <= PREFIX.othersFail;
}

/** Everything from the first window that is conspicuous to the last one; `null` when none is. */
function busiest(own: readonly Payment[], length: number, isLoud: (window: readonly Payment[]) => boolean): CardTest | null {
  let head = 0;
  let from = -1;
  let to = -1;
  for (let tail = 0; tail < own.length; tail++) {
    while ((own[head]?.at ?? 0) <= (own[tail]?.at ?? 0) - length) head += 1;
    if (!isLoud(own.slice(head, tail + 1))) continue;
    if (from < 0) from = head;
    to = tail;
  }
  if (from < 0) return null;
  const inside = own.slice(from, to + 1);
  const failed = inside.filter((one) => one.failed);
  return {
    scope: 'visitor',
    pairs: [...new Set(inside.map((one) => one.pair))],
    prefix: '',
    failed: failed.length,
    passed: inside.length - failed.length,
    cards: new Set(failed.map((one) => one.card || one.prefix).filter((card) => card !== '')).size,
    from: inside[0]?.at ?? 0,
    to: inside.at(-1)?.at ?? 0,
  };
}

function groups<T>(list: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  return Map.groupBy(list, keyOf);
}
