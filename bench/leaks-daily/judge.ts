import { compareSeverity } from '#kernel/outcome.ts';
import { nameOf } from './make-shop.ts';
import type { MeasuredShop, MeasuredSignal } from './measure-shop.ts';
import type { Leak, LeakKind } from './types.ts';

/** What a signal must be about to tell of a leak of this kind. Reading on after taken passwords is told by both. */
const FITTING: Readonly<Record<LeakKind, readonly string[]>> = {
  enumeration: ['enumeration', 'exfiltration'],
  export: ['bulk-export', 'enumeration', 'exfiltration', 'new-admin-device', 'impossible-travel'],
  stuffing: ['stuffing'],
  dump: ['dump-taken'],
};

export interface Judged {
  /** By `kind: manner`: how many there were and how many were found. */
  readonly found: ReadonlyMap<string, { readonly all: number; readonly found: number }>;
  /** Of the leaks that were found: the mean share of their lines that the signals hold together. */
  readonly covered: number;
  readonly missed: readonly { readonly shop: MeasuredShop; readonly leak: Leak }[];
  /** Signals of ordinary traffic that would be told to people: medium and above. */
  readonly wrong: readonly { readonly shop: MeasuredShop; readonly signal: MeasuredSignal }[];
  /** The same of low level: shown in a list, waking nobody. */
  readonly wrongAndLow: number;
}

/**
 * A leak is found when a signal of a fitting rule is true (at least half of its lines belong to leaks) and holds at least a tenth
 * of the leak's lines: an address and an hour in common are not enough.
 */
export function judge(shops: readonly MeasuredShop[]): Judged {
  const found = new Map<string, { all: number; found: number }>();
  const missed: { shop: MeasuredShop; leak: Leak }[] = [];
  const wrong: { shop: MeasuredShop; signal: MeasuredSignal }[] = [];
  const shares: number[] = [];
  let wrongAndLow = 0;
  for (const shop of shops) {
    const right = shop.signals.filter(isTrue);
    for (const signal of shop.signals.filter((one) => !isTrue(one))) {
      if (compareSeverity(signal.finding.level, 'medium') >= 0) wrong.push({ shop, signal });
      else wrongAndLow += 1;
    }
    for (const leak of shop.leaks) {
      const ok = right.some((signal) => tells(signal, leak));
      if (ok) shares.push(coveredShare(right, leak));
      else missed.push({ shop, leak });
      const before = found.get(nameOf(leak)) ?? { all: 0, found: 0 };
      found.set(nameOf(leak), { all: before.all + 1, found: before.found + (ok ? 1 : 0) });
    }
  }
  const covered = shares.reduce((sum, one) => sum + one, 0) / Math.max(1, shares.length);
  return { found, covered, missed, wrong, wrongAndLow };
}

/** Scanners are told truly, too. */
function isTrue({ linesOf }: MeasuredSignal): boolean {
  const all = [...linesOf.values()].reduce((sum, one) => sum + one, 0);
  return all > 0 && (linesOf.get(0) ?? 0) * 2 <= all;
}

function tells({ finding, linesOf }: MeasuredSignal, leak: Leak): boolean {
  const own = linesOf.get(leak.number) ?? 0;
  return FITTING[leak.kind].includes(finding.rule) && own > 0 && own * 10 >= leak.lines;
}

/** Signals of one leak overlap seldom: what the largest ones hold, at most everything. */
function coveredShare(signals: readonly MeasuredSignal[], leak: Leak): number {
  const own = signals.filter((signal) => tells(signal, leak)).reduce((sum, { linesOf }) => sum + (linesOf.get(leak.number) ?? 0), 0);
  return Math.min(1, own / leak.lines);
}
