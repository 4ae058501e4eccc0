import { DAY } from '#kernel/time.ts';

/** The highest figure of one day; `day` is its beginning, ms since 1970. */
export interface DayPeak {
  readonly day: number;
  readonly peak: number;
}

/** Fewer days than this say nothing. */
export const LEAST_DAYS = 7;
/** What is older is another time. */
export const TREND_DAYS = 28;
/** No further than so many times what is known, and two years at most. */
const FURTHEST = 6;
const MOST_DAYS = 730;
/** Of the interval: nine of ten. */
const Z = 1.645;

export interface Trend {
  /**
   * `few`: too few days to tell. `steady`: it does not surely grow. `growing`: it does, and is full at `full`. `far`: it grows, and is full
   * later than these days can say. `full`: it is now.
   */
  readonly state: 'few' | 'steady' | 'growing' | 'far' | 'full';
  /** How many days are known. */
  readonly days: number;
  /** The figure today by the trend; `null` with too few days. */
  readonly level: number | null;
  /** More a day, with its interval. */
  readonly slope: number | null;
  readonly slopeLow: number | null;
  readonly slopeHigh: number | null;
  /** When it reaches the bound, ms since 1970; `latest` is `null` when it may be later than these days can say. */
  readonly full: { readonly likely: number; readonly earliest: number; readonly latest: number | null } | null;
}

/**
 * Where daily peaks go: the median of all slopes between two days (Theil and Sen), which a few odd days do not move, with the interval by
 * Kendall's statistic. `bound`: what is full; `null`: nothing bounds it. Only days that are over count. Pure.
 */
export function judgeTrend(all: readonly DayPeak[], bound: number | null, now: number): Trend {
  const today = Math.floor(now / DAY) * DAY;
  const days = all.filter(({ day }) => day < today && day >= today - TREND_DAYS * DAY).sort((a, b) => a.day - b.day);
  const [first] = days;
  const nothing = { level: null, slope: null, slopeLow: null, slopeHigh: null, full: null };
  if (first === undefined || days.length < LEAST_DAYS) return { state: 'few', days: days.length, ...nothing };
  const slopes = slopesOf(days);
  const slope = median(slopes);
  const [slopeLow, slopeHigh] = intervalOf(slopes, days.length);
  const x = (day: number): number => (day - today) / DAY;
  const level = median(days.map(({ day, peak }) => peak - slope * x(day)));
  const told = { days: days.length, level, slope, slopeLow, slopeHigh };
  if (bound === null) return { state: slopeLow > 0 ? 'growing' : 'steady', ...told, full: null };
  if (level >= bound) return { state: 'full', ...told, full: { likely: now, earliest: now, latest: now } };
  if (slopeLow <= 0 || slope <= 0) return { state: 'steady', ...told, full: null };
  const horizon = Math.min(MOST_DAYS, FURTHEST * ((today - first.day) / DAY));
  const at = (rate: number): number => (bound - level) / rate;
  if (at(slope) > horizon) return { state: 'far', ...told, full: null };
  const when = (rate: number): number => now + at(rate) * DAY;
  const latest = at(slopeLow) > horizon ? null : when(slopeLow);
  return { state: 'growing', ...told, full: { likely: when(slope), earliest: when(slopeHigh), latest } };
}

function slopesOf(days: readonly DayPeak[]): number[] {
  return days
    .flatMap((one, nth) => days.slice(nth + 1).map((other) => ((other.peak - one.peak) / (other.day - one.day)) * DAY))
    .sort((a, b) => a - b);
}

/** Sorted slopes of `n` days: those between which the true one lies. */
function intervalOf(slopes: readonly number[], n: number): readonly [number, number] {
  const c = Z * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  const low = Math.max(0, Math.floor((slopes.length - c) / 2));
  const high = Math.min(slopes.length - 1, Math.ceil((slopes.length + c) / 2));
  return [slopes[low] ?? Number.NaN, slopes[high] ?? Number.NaN];
}

/** Of at least one figure. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? upper) + upper) / 2;
}
