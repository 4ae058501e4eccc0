import { addDurations, type Durations, quantileOf } from './durations.ts';

/** What was counted in a span of time. */
export interface Sums {
  readonly calls: number;
  readonly errors: number;
  readonly durations: Durations;
}

/** The golden signals of a span of time; `null` is not known. */
export interface Signals {
  readonly calls: number;
  readonly errors: number;
  readonly perMinute: number;
  /** 0 to 1. */
  readonly errorShare: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

export const nothing: Sums = { calls: 0, errors: 0, durations: {} };

export function addSums(one: Sums, other: Sums): Sums {
  return {
    calls: one.calls + other.calls,
    errors: one.errors + other.errors,
    durations: addDurations(one.durations, other.durations),
  };
}

/** `minutes`: how long was counted. */
export function signalsOf({ calls, errors, durations }: Sums, minutes: number): Signals {
  const at = (q: number) => quantileOf(durations, q);
  return {
    ...{ calls, errors, perMinute: calls / Math.max(1, minutes), errorShare: calls === 0 ? null : errors / calls },
    ...{ p50: at(0.5), p95: at(0.95), p99: at(0.99) },
  };
}
