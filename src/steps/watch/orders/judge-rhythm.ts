import { localTime, weekdayOf } from '#kernel/local-time.ts';
import { DAY, HOUR } from '#kernel/time.ts';
import { chanceOfAtMost } from './poisson.ts';
import type { ShopCalendar } from './working-days.ts';

/** How often something comes: orders, a provider's messages, parcels. */
export interface Series {
  /** Begin of the hour (ms since 1970) → how many came in it. Hours without any are left out. */
  readonly hours: ReadonlyMap<number, number>;
  /** The last time that any came. */
  readonly last: number;
}

export interface RhythmOptions {
  /** ms since 1970. */
  readonly now: number;
  /** Since when this was told at all. */
  readonly since: number;
  readonly calendar: ShopCalendar;
  /** Whether it comes only where people work: parcels, deliveries. A public holiday in the last days then explains everything. */
  readonly isWork: boolean;
}

/** How it comes now against what is usual; `expected` is what would have come. */
export interface JudgedRhythm {
  readonly state: 'usual' | 'silent' | 'low' | 'unknown';
  /** Since when it is so; of `usual` and `unknown` the last time that any came. */
  readonly since: number;
  readonly seen: number;
  readonly expected: number;
  /** What is usual in an hour like this one. */
  readonly perHour: number;
}

/** Four weeks show every hour of a week four times. */
const LEARNED = 28 * DAY;
const LEAST_DAYS = 14;
const LEAST_COUNT = 20;
const SILENT = 1e-4;
const LOW = 1e-6;
const DAY_SILENT = 1e-3;
const LATE = 6 * HOUR;
const WINDOWS = [HOUR, 3 * HOUR, 12 * HOUR, DAY];

/**
 * Whether something that comes with a rhythm of its own fell silent or came much less than at such hours of the weeks before. Works for five
 * a day as for five thousand, and stays quiet where silence is usual: a night, a Sunday, a public holiday. Pure.
 */
export function judgeRhythm({ hours, last }: Series, { now, since, calendar, isWork }: RhythmOptions): JudgedRhythm {
  const begin = Math.max(now - LEARNED, since);
  // What is judged does not teach what is usual: the last day, or the silence.
  const end = Math.min(now - DAY, last);
  const usual = learn(hours, begin, end, calendar);
  const perHour = usual === null ? 0 : usual.at(now);
  if (usual === null) return { state: 'unknown', since: last, seen: 0, expected: 0, perHour };
  const missing = sumOver(last, now, usual.at);
  if (isWork) return judgeWork(last, { now, calendar, usual });
  if (chanceOfAtMost(0, missing * usual.least, usual.burst) < SILENT)
    return { state: 'silent', since: last, seen: 0, expected: missing, perHour };
  for (const window of WINDOWS) {
    const from = now - window;
    const expected = sumOver(from, now, usual.at);
    const seen = countIn(hours, from, now);
    if (seen < expected * 0.5 && chanceOfAtMost(seen, expected * usual.least, usual.burst) < LOW)
      return { state: 'low', since: from, seen, expected, perHour };
  }
  return { state: 'usual', since: last, seen: 0, expected: missing, perHour };
}

/** Work comes in heaps and may be late by hours: it is silent when a whole day of it did not come, six hours after its end. */
function judgeWork(
  last: number,
  { now, calendar, usual }: { readonly now: number; readonly calendar: ShopCalendar; readonly usual: Usual },
): JudgedRhythm {
  const perHour = usual.at(now);
  for (const days of [1, 2, 4]) {
    const from = now - LATE - days * DAY;
    const expected = sumOver(from, now - LATE, usual.at);
    const missing = chanceOfAtMost(0, expected * Math.max(0.35, usual.least));
    if (last < from && missing < DAY_SILENT && !isAfterHoliday(now, from, calendar))
      return { state: 'silent', since: last, seen: 0, expected, perHour };
  }
  return { state: 'usual', since: last, seen: 0, expected: 0, perHour };
}

function isAfterHoliday(now: number, from: number, { zone, isHoliday }: ShopCalendar): boolean {
  for (let at = now; at >= from - 4 * DAY; at -= DAY / 2) if (isHoliday(localTime(at, zone).day)) return true;
  return false;
}

interface Usual {
  /** How many are usual in an hour, at an instant. */
  at(instant: number): number;
  /** A weak day still has this share of what is usual. */
  readonly least: number;
  /** Variance over mean within a day: 1 is chance alone, more where they come in heaps. */
  readonly burst: number;
}

/** Few events tell the hours of a day and the days of a week apart, many tell every hour of the week. */
const MANY = 5_000;

function learn(hours: Series['hours'], begin: number, end: number, calendar: ShopCalendar): Usual | null {
  const days = (end - begin) / DAY;
  if (days < LEAST_DAYS) return null;
  const byHour = new Array<number>(24).fill(0);
  const byDay = new Array<number>(8).fill(0);
  const byBoth = new Array<number>(8 * 24).fill(0);
  const seenDays = new Array<number>(8).fill(0);
  let total = 0;
  for (let hour = Math.ceil(begin / HOUR) * HOUR; hour < end; hour += HOUR) {
    const { day, slot } = placeOf(hour, calendar);
    const count = hours.get(hour) ?? 0;
    total += count;
    byHour[slot] = (byHour[slot] ?? 0) + count;
    byDay[day] = (byDay[day] ?? 0) + count;
    byBoth[day * 24 + slot] = (byBoth[day * 24 + slot] ?? 0) + count;
    seenDays[day] = (seenDays[day] ?? 0) + 1 / 24;
  }
  if (total < LEAST_COUNT) return null;
  const mean = total / days / 24;
  const known = new Map<number, number>();
  const at = (instant: number): number => {
    const hour = Math.floor(instant / HOUR);
    const found = known.get(hour) ?? usualAt(instant);
    known.set(hour, found);
    return found;
  };
  const usualAt = (instant: number): number => {
    const { day, slot, isHoliday } = placeOf(instant, calendar);
    const own = seenDays[day] ?? 0;
    // Of a weekday that was not seen yet the mean; a tenth of it is believed of every hour, so that an empty one is no proof.
    const daily = own > 0 ? (byDay[day] ?? 0) / own / 24 : mean;
    const product = daily * (((byHour[slot] ?? 0) / total) * 24);
    const direct = own > 0 ? (byBoth[day * 24 + slot] ?? 0) / own : product;
    const value = total >= MANY ? direct : product;
    return isHoliday ? Math.min(value, mean) * 0.3 : value;
  };
  return { at, ...spreadOf(hours, begin, end, at) };
}

function placeOf(instant: number, { zone, isHoliday }: ShopCalendar): { day: number; slot: number; isHoliday: boolean } {
  const { day, minutes } = localTime(instant, zone);
  return { day: weekdayOf(day), slot: Math.floor(minutes / 60), isHoliday: isHoliday(day) };
}

/** How much days differ beyond chance, and how much hours do within a day; without the wildest tenth of each. */
function spreadOf(hours: Series['hours'], begin: number, end: number, at: Usual['at']): Pick<Usual, 'least' | 'burst'> {
  const days: number[] = [];
  const within: number[] = [];
  for (let day = Math.ceil(begin / DAY) * DAY; day + DAY <= end; day += DAY) {
    const expected = sumOver(day, day + DAY, at);
    const seen = countIn(hours, day, day + DAY);
    if (expected <= 0) continue;
    days.push(((seen - expected) ** 2 - expected) / expected ** 2);
    for (let hour = day; hour < day + DAY; hour += HOUR) {
      const own = (at(hour) * seen) / expected;
      if (own >= 1) within.push(((hours.get(hour) ?? 0) - own) ** 2 / own);
    }
  }
  return { least: Math.max(0.2, 1 - 3 * Math.sqrt(Math.max(0, calmMean(days)))), burst: Math.max(1, calmMean(within)) };
}

function calmMean(values: readonly number[]): number {
  const calm = values.toSorted((a, b) => a - b).slice(0, Math.ceil(values.length * 0.9));
  return calm.length === 0 ? 0 : calm.reduce((sum, one) => sum + one, 0) / calm.length;
}

function sumOver(from: number, to: number, at: (instant: number) => number): number {
  let sum = 0;
  for (let hour = Math.floor(from / HOUR) * HOUR; hour < to; hour += HOUR) {
    const share = (Math.min(to, hour + HOUR) - Math.max(from, hour)) / HOUR;
    sum += share * at(hour);
  }
  return sum;
}

/** Of an hour that is cut, its share. */
function countIn(hours: Series['hours'], from: number, to: number): number {
  let sum = 0;
  for (let hour = Math.floor(from / HOUR) * HOUR; hour < to; hour += HOUR) {
    const share = hour >= from ? 1 : (hour + HOUR - from) / HOUR;
    sum += share * (hours.get(hour) ?? 0);
  }
  return sum;
}
