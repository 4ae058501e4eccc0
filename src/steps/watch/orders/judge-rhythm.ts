import { localTime } from '#kernel/local-time.ts';
import { DAY, HOUR } from '#kernel/time.ts';
import { countIn, LEARNED, learnUsual, sumOver, type Usual } from './learn-usual.ts';
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
  /** What is usual in the last hour; `null`: not known, as of looks from before this was told. */
  readonly lastHour?: number | null;
}

const SILENT = 1e-4;
const LOW = 1e-6;
const LATE = 6 * HOUR;
const WINDOWS = [HOUR, 3 * HOUR, 12 * HOUR, DAY];

/**
 * Whether something that comes with a rhythm of its own fell silent or came much less than at such hours of the weeks before. Works for five
 * a day as for five thousand, and stays quiet where silence is usual: a night, a Sunday, a public holiday. Pure.
 */
export function judgeRhythm(series: Series, options: RhythmOptions): JudgedRhythm {
  const { now, since, calendar } = options;
  const { hours, last } = series;
  const begin = Math.max(now - LEARNED, since);
  // What is judged does not teach what is usual: the last day, or the silence.
  const end = Math.min(now - DAY, last);
  const usual = learnUsual(hours, begin, end, calendar);
  if (usual === null) return { state: 'unknown', since: last, seen: 0, expected: 0, perHour: 0, lastHour: null };
  return { ...judge(series, options, usual), lastHour: sumOver(now - HOUR, now, usual.at) };
}

function judge({ hours, last }: Series, { now, calendar, isWork }: RhythmOptions, usual: Usual): JudgedRhythm {
  const perHour = usual.at(now);
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
    if (last < from && missing < SILENT && !isAfterHoliday(now, from, calendar))
      return { state: 'silent', since: last, seen: 0, expected, perHour };
  }
  return { state: 'usual', since: last, seen: 0, expected: 0, perHour };
}

function isAfterHoliday(now: number, from: number, { zone, isHoliday }: ShopCalendar): boolean {
  for (let at = now; at >= from - 4 * DAY; at -= DAY / 2) if (isHoliday(localTime(at, zone).day)) return true;
  return false;
}
