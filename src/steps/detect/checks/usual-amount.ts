/** What somebody took in one hour. `hour`: hours since 1970, UTC. */
export interface HourOfAmount {
  readonly hour: number;
  readonly amount: number;
}

export interface UsualAmount {
  /** Other days on which something was taken, and the most on one of them. */
  readonly days: number;
  readonly mostADay: number;
  /** Up to how much is usual on one day and in one hour; `null`: nobody knows. */
  readonly day: number | null;
  readonly hour: number | null;
  /** `off`: it always comes at about the same time, and this is another. `unknown`: it comes at any time, or nobody knows yet. */
  readonly schedule: 'on' | 'off' | 'unknown';
}

/** With fewer, a median says nothing: the most that was seen is what is known. */
const ENOUGH = 7;
const TIMES = 3;
/** Makes the median of deviations comparable to a standard deviation, and six of those are no accident. */
const DEVIATIONS = 6 * 1.4826;
/** What came twice is no outlier: what is half as much again is not far from it. */
const SEEN_TWICE = 1.5;
const SCHEDULED = { days: 7, weeks: 4, hours: 2 } as const;
const DAY = 24;
const WEEK = 7 * DAY;

/**
 * What is usual for one who takes data again and again, judged from the hours of other days: median and median absolute deviation, so that
 * one theft in the past does not make the next one look usual, and whether it comes by the clock. A job of every night has its hour of the
 * day, one of every week its hour of the week; an hour earlier or later is the same, for summer time moves it.
 */
export function usualAmount(past: readonly HourOfAmount[], hour: number): UsualAmount {
  const days = [...Map.groupBy(past, (one) => Math.floor(one.hour / DAY)).values()].map((hours) =>
    hours.reduce((sum, one) => sum + one.amount, 0),
  );
  return {
    days: days.length,
    mostADay: Math.max(0, ...days),
    day: limitOf(days),
    hour: limitOf(past.map((one) => one.amount)),
    schedule: scheduleOf(past, hour),
  };
}

function limitOf(amounts: readonly number[]): number | null {
  if (amounts.length < 2) return null;
  const sorted = amounts.toSorted((a, b) => b - a);
  if (sorted.length < ENOUGH) return TIMES * (sorted[0] ?? 0);
  const middle = medianOf(amounts);
  const deviation = medianOf(amounts.map((amount) => Math.abs(amount - middle)));
  return Math.max(TIMES * middle, middle + DEVIATIONS * deviation, SEEN_TWICE * (sorted[1] ?? 0));
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return Number.isInteger(half) ? ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2 : (sorted[Math.floor(half)] ?? 0);
}

function scheduleOf(past: readonly HourOfAmount[], hour: number): UsualAmount['schedule'] {
  const count = (length: number): number => new Set(past.map((one) => Math.floor(one.hour / length))).size;
  if (count(WEEK) >= SCHEDULED.weeks && count(DAY) <= count(WEEK) + 1) return standing(past, hour, WEEK);
  return count(DAY) >= SCHEDULED.days ? standing(past, hour, DAY) : 'unknown';
}

/** Whether the hour is one of those at which it always comes, within a day or a week. */
function standing(past: readonly HourOfAmount[], hour: number, period: number): UsualAmount['schedule'] {
  const at = hour % period;
  const used = [...new Set(past.map((one) => one.hour % period))];
  if (used.length > SCHEDULED.hours) return 'unknown';
  const away = (other: number): number => Math.min(Math.abs(at - other), period - Math.abs(at - other));
  return used.some((other) => away(other) <= 1) ? 'on' : 'off';
}
