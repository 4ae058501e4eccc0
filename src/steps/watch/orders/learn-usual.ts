import { localTime, weekdayOf } from '#kernel/local-time.ts';
import { DAY, HOUR } from '#kernel/time.ts';
import type { ShopCalendar } from './working-days.ts';

/** Begin of the hour (ms since 1970) → how many came in it. Hours without any are left out. */
export type Hours = ReadonlyMap<number, number>;

/** Four weeks show every hour of a week four times. */
export const LEARNED = 28 * DAY;
export const LEAST_DAYS = 14;
const LEAST_COUNT = 20;

/** What is usual of something that comes with the rhythm of a week. */
export interface Usual {
  /** How many are usual in an hour, at an instant. */
  at(instant: number): number;
  /** How many are usual in an hour, over the whole week. */
  readonly mean: number;
  /** A weak day still has this share of what is usual. */
  readonly least: number;
  /** Variance over mean within a day: 1 is chance alone, more where they come in heaps. */
  readonly burst: number;
}

/** Few events tell the hours of a day and the days of a week apart, many tell every hour of the week. */
const MANY = 5_000;

/**
 * What is usual in each hour of a shop's own week, from what came between two instants; `null` when fewer than fourteen days or twenty of them are
 * known. Pure.
 */
export function learnUsual(hours: Hours, begin: number, end: number, calendar: ShopCalendar): Usual | null {
  const days = (end - begin) / DAY;
  if (days < LEAST_DAYS) return null;
  const byHour = new Array<number>(24).fill(0);
  const byDay = new Array<number>(8).fill(0);
  const byBoth = new Array<number>(8 * 24).fill(0);
  const seenBoth = new Array<number>(8 * 24).fill(0);
  const seenDays = new Array<number>(8).fill(0);
  let total = 0;
  // An hour that is cut would count as one in which less came.
  for (let hour = Math.ceil(begin / HOUR) * HOUR; hour + HOUR <= end; hour += HOUR) {
    const { day, slot } = placeOf(hour, calendar);
    const count = hours.get(hour) ?? 0;
    total += count;
    byHour[slot] = (byHour[slot] ?? 0) + count;
    byDay[day] = (byDay[day] ?? 0) + count;
    byBoth[day * 24 + slot] = (byBoth[day * 24 + slot] ?? 0) + count;
    seenBoth[day * 24 + slot] = (seenBoth[day * 24 + slot] ?? 0) + 1;
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
    const times = seenBoth[day * 24 + slot] ?? 0;
    const direct = times > 0 ? (byBoth[day * 24 + slot] ?? 0) / times : product;
    const value = total >= MANY ? direct : product;
    return isHoliday ? Math.min(value, mean) * 0.3 : value;
  };
  return { at, mean, ...spreadOf(hours, begin, end, at) };
}

function placeOf(instant: number, { zone, isHoliday }: ShopCalendar): { day: number; slot: number; isHoliday: boolean } {
  const { day, minutes } = localTime(instant, zone);
  return { day: weekdayOf(day), slot: Math.floor(minutes / 60), isHoliday: isHoliday(day) };
}

/** How much days differ beyond chance, and how much hours do within a day; without the wildest tenth of each. */
function spreadOf(hours: Hours, begin: number, end: number, at: Usual['at']): Pick<Usual, 'least' | 'burst'> {
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

/** How many are usual between two instants. */
export function sumOver(from: number, to: number, at: (instant: number) => number): number {
  let sum = 0;
  for (let hour = Math.floor(from / HOUR) * HOUR; hour < to; hour += HOUR) {
    const share = (Math.min(to, hour + HOUR) - Math.max(from, hour)) / HOUR;
    sum += share * at(hour);
  }
  return sum;
}

/** How many came between two instants; of an hour that is cut, its share. */
export function countIn(hours: Hours, from: number, to: number): number {
  let sum = 0;
  for (let hour = Math.floor(from / HOUR) * HOUR; hour < to; hour += HOUR) {
    const share = hour >= from ? 1 : (hour + HOUR - from) / HOUR;
    sum += share * (hours.get(hour) ?? 0);
  }
  return sum;
}
