import type { CompiledCorrelation } from '../compile-correlation.ts';
import type { Match } from './match.ts';

/** What a window holds, kept up to date match by match, so that a window costs what changes and not what it holds. */
export interface Aggregate {
  add(match: Match): void;
  remove(match: Match): void;
  /** The number the condition asks for; `null` when there is nothing to tell it from. */
  value(): number | null;
}

export function makeAggregate(rule: CompiledCorrelation): Aggregate {
  switch (rule.type) {
    case 'event_count':
      return counted();
    case 'value_count':
      return distinct((match) => textsOf(rule, match));
    case 'temporal':
      return distinct((match) => match.rule);
    case 'temporal_ordered':
      return ordered(rule);
    case 'value_sum':
      return summed(rule, (sum) => sum);
    case 'value_avg':
      return summed(rule, (sum, n) => sum / n);
    case 'value_percentile':
      return ranked(rule);
  }
}

function counted(): Aggregate {
  let n = 0;
  return {
    add() {
      n += 1;
    },
    remove() {
      n -= 1;
    },
    value: () => n,
  };
}

function distinct(of: (match: Match) => string | null): Aggregate {
  const counts = new Map<string, number>();
  return {
    add(match) {
      const key = of(match);
      if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
    },
    remove(match) {
      const key = of(match);
      if (key === null) return;
      const left = (counts.get(key) ?? 0) - 1;
      if (left > 0) counts.set(key, left);
      else counts.delete(key);
    },
    value: () => counts.size,
  };
}

/**
 * The longest beginning of the members that happened in their order within the window. For each length the latest time at which such
 * a chain can have begun is kept: nothing else can make a longer one sooner.
 */
function ordered(rule: CompiledCorrelation): Aggregate {
  const begun = rule.members.map(() => Number.NEGATIVE_INFINITY);
  let oldest = Number.NEGATIVE_INFINITY;
  return {
    add(match) {
      for (let nth = rule.members.length - 1; nth >= 0; nth--) {
        if (rule.members[nth] !== match.rule) continue;
        begun[nth] = Math.max(begun[nth] ?? 0, nth === 0 ? match.at : (begun[nth - 1] ?? Number.NEGATIVE_INFINITY));
      }
    },
    remove(match) {
      oldest = Math.max(oldest, match.at);
    },
    value: () => begun.findLastIndex((at) => at > oldest) + 1,
  };
}

function summed(rule: CompiledCorrelation, finish: (sum: number, n: number) => number): Aggregate {
  let sum = 0;
  let n = 0;
  return {
    add(match) {
      for (const number of numbersOf(rule, match)) {
        sum += number;
        n += 1;
      }
    },
    remove(match) {
      for (const number of numbersOf(rule, match)) {
        sum -= number;
        n -= 1;
      }
      // What rounding left must not outlive the window.
      if (n === 0) sum = 0;
    },
    value: () => (n === 0 ? null : finish(sum, n)),
  };
}

/** The nearest-rank percentile: the smallest value that at least so many of a hundred do not exceed. */
function ranked(rule: CompiledCorrelation): Aggregate {
  const sorted: number[] = [];
  const placeOf = (number: number): number => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    add(match) {
      for (const number of numbersOf(rule, match)) sorted.splice(placeOf(number), 0, number);
    },
    remove(match) {
      for (const number of numbersOf(rule, match)) sorted.splice(placeOf(number), 1);
    },
    value: () => (sorted.length === 0 ? null : (sorted[Math.max(0, Math.ceil((rule.percentile / 100) * sorted.length) - 1)] ?? null)),
  };
}

function textsOf(rule: CompiledCorrelation, match: Match): string | null {
  const texts = rule.fields.map((field) => match.event.get(rule.fieldOf(field, match.rule))?.lower[0] ?? '');
  return texts.every((text) => text === '') ? null : texts.join('\n');
}

function numbersOf(rule: CompiledCorrelation, match: Match): number[] {
  return rule.fields.flatMap((field) => {
    const text = match.event.get(rule.fieldOf(field, match.rule))?.raw[0] ?? '';
    const number = text.trim() === '' ? Number.NaN : Number(text);
    return Number.isFinite(number) ? [number] : [];
  });
}
