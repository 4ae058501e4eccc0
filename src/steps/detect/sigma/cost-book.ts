import { type CompiledRule, matchEvent, type SigmaEvent } from '#sigma/index.ts';

/** What one rule cost: requests that were judged for it, those that matched, milliseconds (worked out from samples). */
export interface RuleCost {
  readonly key: string;
  readonly title: string;
  readonly judged: number;
  readonly matched: number;
  readonly ms: number;
  readonly stopped: boolean;
}

/** Keeps what rules cost over the looks of one process at one shop. */
export interface CostBook {
  judge(rule: CompiledRule, event: SigmaEvent): boolean;
  /** What was judged since the look began. */
  look(): readonly RuleCost[];
  beginLook(): void;
  /** Leaves a rule out for the rest of a day (`2026-11-30`). */
  stop(rule: CompiledRule, day: string): void;
  /** What a rule had cost when it was left out on that day; `null`: it is not. */
  stopped(rule: CompiledRule, day: string): RuleCost | null;
  /** Everything since this was asked last. */
  take(): readonly RuleCost[];
}

/** Every so many judgements of a rule one is timed: a look at the clock costs as much as a cheap rule. */
const SAMPLE = 16;

interface Tally {
  readonly title: string;
  judged: number;
  matched: number;
  timed: number;
  ms: number;
  stopped: boolean;
}

/** `ticks`: milliseconds with fractions. */
export function openCostBook(ticks: () => number): CostBook {
  let look = new Map<string, Tally>();
  let sum = new Map<string, Tally>();
  const stopped = new Map<string, { readonly day: string; readonly cost: RuleCost }>();
  const judged = (tally: Tally, rule: CompiledRule, event: SigmaEvent): boolean => {
    if (tally.judged % SAMPLE !== 0) return matchEvent(rule.test, event);
    const began = ticks();
    const isMatch = matchEvent(rule.test, event);
    tally.ms += ticks() - began;
    tally.timed += 1;
    return isMatch;
  };
  const close = (): void => {
    for (const [key, tally] of look) {
      const known = sum.get(key);
      if (known === undefined) sum.set(key, { ...tally, ms: wholeMs(tally), timed: tally.judged });
      else {
        known.judged += tally.judged;
        known.matched += tally.matched;
        known.timed += tally.judged;
        known.ms += wholeMs(tally);
      }
    }
    look = new Map();
  };
  return {
    judge(rule, event) {
      const tally = look.get(rule.key) ?? emptyTally(rule.rule.title);
      look.set(rule.key, tally);
      const isMatch = judged(tally, rule, event);
      tally.judged += 1;
      if (isMatch) tally.matched += 1;
      return isMatch;
    },
    look: () => [...look].map(costOf),
    beginLook: close,
    stop(rule, day) {
      const tally = look.get(rule.key) ?? emptyTally(rule.rule.title);
      stopped.set(rule.key, { day, cost: costOf([rule.key, { ...tally, stopped: true }]) });
      close();
      const known = sum.get(rule.key);
      if (known) known.stopped = true;
    },
    stopped(rule, day) {
      const known = stopped.get(rule.key);
      if (known === undefined || known.day === day) return known?.cost ?? null;
      stopped.delete(rule.key);
      return null;
    },
    take() {
      close();
      const taken = [...sum].map(costOf);
      sum = new Map();
      return taken;
    },
  };
}

function emptyTally(title: string): Tally {
  return { title, judged: 0, matched: 0, timed: 0, ms: 0, stopped: false };
}

function wholeMs({ timed, ms, judged }: Tally): number {
  return timed === 0 ? 0 : (ms * judged) / timed;
}

function costOf([key, tally]: readonly [string, Tally]): RuleCost {
  const { title, judged, matched, stopped } = tally;
  return { key, title, judged, matched, ms: wholeMs(tally), stopped };
}
