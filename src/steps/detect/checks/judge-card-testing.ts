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
  /**
   * `visitor`: one visitor with many cards. `address`: one address whose visitors change. `prefix`: one bank's numbers from many places.
   * `population`: cards of many banks from many places, each tried once or twice.
   */
  readonly scope: 'visitor' | 'address' | 'prefix' | 'population';
  readonly pairs: readonly string[];
  readonly prefix: string;
  readonly failed: number;
  readonly passed: number;
  readonly cards: number;
  readonly from: number;
  readonly to: number;
}

const VISITOR = { window: 10 * MINUTE, cards: 4, unknown: 10, share: 0.7 } as const;
/** Behind a carrier or an office several people pay, and mostly it works: more cards, and hardly one that goes through. */
const ADDRESS = { window: 10 * MINUTE, cards: 8, unknown: 15, share: 0.85, othersFail: 0.5 } as const;
const PREFIX = { window: HOUR, failed: 20, places: 10, share: 0.8, timesUsual: 4, othersFail: 0.5 } as const;

/**
 * Stolen card numbers are tried: by one visitor with more cards than a person has, or one bank's numbers counted through from many places.
 * When the payment provider is down everybody's cards fail, of every bank: then nothing is told here. `usualOf`: the most failures of a
 * prefix in one hour of the weeks before.
 */
export function judgeCardTesting(payments: readonly Payment[], usualOf: (prefix: string) => number): CardTest[] {
  const sorted = payments.toSorted((a, b) => a.at - b.at);
  const everybody = failuresOver(sorted);
  const visitors = [...groups(sorted, (one) => one.session || one.pair).values()].flatMap(
    (own) => spanOf(own, VISITOR.window, isVisitor) ?? [],
  );
  const addresses = [...groups(sorted, (one) => addressOf(one.pair))].flatMap(([address, own]) => {
    if (address === '' || visitors.some((one) => one.pairs.some((pair) => addressOf(pair) === address))) return [];
    const found = spanOf(own, ADDRESS.window, (window) => isAddress(window, everybody));
    return found === null ? [] : [{ ...found, scope: 'address' as const }];
  });
  const known = new Set([...visitors, ...addresses].flatMap((one) => one.pairs));
  const prefixes = [...groups(sorted, (one) => one.prefix)].flatMap(([prefix, own]) => {
    if (prefix === '') return [];
    const usual = usualOf(prefix);
    const found = spanOf(own, PREFIX.window, (window) => isPrefixTest(window, usual, everybody));
    return found === null ? [] : [{ ...found, scope: 'prefix' as const, prefix }];
  });
  return [...visitors, ...addresses, ...prefixes.filter((one) => one.pairs.some((pair) => !known.has(pair)))];
}

/** What stands in a window, kept up to date payment by payment: a day on which everything fails is long. */
interface Window {
  readonly from: number;
  readonly to: number;
  readonly total: number;
  readonly failed: number;
  /** Different cards (or prefixes) and places of what failed. */
  readonly cards: number;
  readonly places: number;
}

function isVisitor({ total, failed, cards }: Window): boolean {
  if (failed / total < VISITOR.share) return false;
  return cards === 0 ? failed >= VISITOR.unknown : cards >= VISITOR.cards;
}

type Everybody = (from: number, to: number) => Pick<Window, 'total' | 'failed'>;

function isAddress(window: Window, everybody: Everybody): boolean {
  if (window.failed / window.total < ADDRESS.share) return false;
  if (window.cards === 0 ? window.failed < ADDRESS.unknown : window.cards < ADDRESS.cards) return false;
  return othersPay(window, everybody, ADDRESS.othersFail);
}

/** Whether others get through in the meantime, as far as there are any: else the payment provider is down. */
function othersPay(window: Window, everybody: Everybody, mostFail: number): boolean {
  const all = everybody(window.from, window.to);
  const others = all.total - window.total;
  return others < 5 || (all.failed - window.failed) / others <= mostFail;
}

const addressOf = (pair: string): string => pair.slice(0, pair.indexOf('\n'));

function isPrefixTest(window: Window, usual: number, everybody: Everybody): boolean {
  if (window.failed < Math.max(PREFIX.failed, PREFIX.timesUsual * usual) || window.failed / window.total < PREFIX.share) return false;
  if (window.places < PREFIX.places) return false;
  return othersPay(window, everybody, PREFIX.othersFail);
}

/** How many payments there were between two instants, both inside, and how many of them failed. */
function failuresOver(sorted: readonly Payment[]): Everybody {
  const failed = [0];
  for (const one of sorted) failed.push((failed.at(-1) ?? 0) + (one.failed ? 1 : 0));
  const before = (at: number): number => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle]?.at ?? 0) < at) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return (from, to) => {
    const [start, end] = [before(from), before(to + 1)];
    return { total: end - start, failed: (failed[end] ?? 0) - (failed[start] ?? 0) };
  };
}

/** Everything from the first window that is conspicuous to the last one; `null` when none is. */
function spanOf(own: readonly Payment[], length: number, isLoud: (window: Window) => boolean): CardTest | null {
  const cards = new Map<string, number>();
  const places = new Map<string, number>();
  let failed = 0;
  let head = 0;
  let from = -1;
  let to = -1;
  const count = (one: Payment, by: 1 | -1): void => {
    if (!one.failed) return;
    failed += by;
    add(places, one.pair, by);
    add(cards, one.card || one.prefix, by);
  };
  for (const [tail, one] of own.entries()) {
    count(one, 1);
    for (let oldest = own[head]; oldest !== undefined && oldest.at <= one.at - length; oldest = own[++head]) count(oldest, -1);
    const window = { from: own[head]?.at ?? one.at, to: one.at, total: tail - head + 1, failed, cards: cards.size, places: places.size };
    if (!isLoud(window)) continue;
    if (from < 0) from = head;
    to = tail;
  }
  return from < 0 ? null : describe(own.slice(from, to + 1));
}

function add(counts: Map<string, number>, key: string, by: 1 | -1): void {
  if (key === '') return;
  const left = (counts.get(key) ?? 0) + by;
  if (left > 0) counts.set(key, left);
  else counts.delete(key);
}

function describe(inside: readonly Payment[]): CardTest {
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
