import { DAY } from '#kernel/time.ts';
import { type DayPeak, LEAST_DAYS, median, TREND_DAYS } from './judge-trend.ts';

/** What a person expects; `null`: nothing said. */
export interface PeakExpectation {
  /** This year's peak as a multiple of last year's: 1.2 is a fifth more. */
  readonly growth: number | null;
  /** The peak as a multiple of a usual day, for when there is no last year. */
  readonly factor: number | null;
}

export interface NextPeak {
  readonly event: 'black-friday' | 'christmas';
  /** The day of it, ms since 1970. */
  readonly day: number;
  /** A usual day's busiest time now, calls a minute; `null`: too few days are known. */
  readonly usual: number | null;
  /** The same at last year's peak; `null`: nobody watched then. */
  readonly lastYear: number | null;
  readonly growth: number | null;
  readonly growthFrom: 'data' | 'person' | null;
  /** What is expected, calls a minute; `null` is not known, and `unknown` says why. */
  readonly rate: number | null;
  readonly from: 'last-year' | 'factor' | null;
  readonly unknown: 'few-days' | 'no-last-year' | 'no-growth' | null;
  /** Times a usual day's busiest time. */
  readonly times: number | null;
}

/** As many weeks: the same days of the week lie on each other. */
const YEAR = 364 * DAY;

/** The next time of the year at which shops are asked for most, and what it will ask, from a year's daily peaks of calls a minute. Pure. */
export function nextPeak(days: readonly DayPeak[], expected: PeakExpectation, now: number): NextPeak {
  const today = Math.floor(now / DAY) * DAY;
  const usual = medianOf(days, today - TREND_DAYS * DAY, today, LEAST_DAYS);
  const { event, day, lastYear } = eventAfter(days, today);
  const measured = growthOf(days, today, usual);
  const growth = expected.growth ?? measured;
  const growthFrom = expected.growth !== null ? 'person' : measured !== null ? 'data' : null;
  const known = { event, day, usual, lastYear, growth, growthFrom } as const;
  const nothing = { ...known, rate: null, from: null, times: null } as const;
  if (usual === null) return { ...nothing, unknown: 'few-days' };
  const told = (rate: number, from: 'last-year' | 'factor'): NextPeak => ({
    ...known,
    ...{ rate, from, unknown: null, times: usual > 0 ? rate / usual : null },
  });
  if (lastYear !== null && growth !== null) return told(lastYear * growth, 'last-year');
  if (lastYear === null && expected.factor !== null) return told(usual * expected.factor, 'factor');
  return { ...nothing, unknown: lastYear === null ? 'no-last-year' : 'no-growth' };
}

/** The day after the fourth Thursday of November. */
export function blackFriday(year: number): number {
  const first = new Date(Date.UTC(year, 10, 1)).getUTCDay();
  return Date.UTC(year, 10, 1 + ((4 - first + 7) % 7) + 21 + 1);
}

/** Parcels must arrive: the busiest day is about ten days before Christmas Eve unless last year says another. */
const CHRISTMAS_PEAK = 14;

function eventAfter(days: readonly DayPeak[], today: number): Pick<NextPeak, 'event' | 'day' | 'lastYear'> {
  const thisYear = new Date(today).getUTCFullYear();
  const events = [thisYear, thisYear + 1].flatMap((year): Pick<NextPeak, 'event' | 'day' | 'lastYear'>[] => {
    const friday = blackFriday(year);
    const before = blackFriday(year - 1);
    const sale = highestOf(days, before - 4 * DAY, before + 5 * DAY, 5);
    const advent = highestOf(days, Date.UTC(year - 1, 11, 1), Date.UTC(year - 1, 11, 25), 14);
    const best = advent === null ? CHRISTMAS_PEAK : new Date(advent.day).getUTCDate();
    return [
      { event: 'black-friday', day: friday, lastYear: sale?.peak ?? null },
      { event: 'christmas', day: Date.UTC(year, 11, best), lastYear: advent?.peak ?? null },
    ];
  });
  const [next] = events.filter(({ day }) => day >= today).sort((a, b) => a.day - b.day);
  // Next year's Christmas is always ahead.
  return next ?? { event: 'christmas', day: Date.UTC(thisYear + 1, 11, CHRISTMAS_PEAK), lastYear: null };
}

/** How much more a usual day asks than a year ago. */
function growthOf(days: readonly DayPeak[], today: number, usual: number | null): number | null {
  const before = medianOf(days, today - TREND_DAYS * DAY - YEAR, today - YEAR, 2 * LEAST_DAYS);
  return usual === null || before === null || before <= 0 ? null : usual / before;
}

function medianOf(days: readonly DayPeak[], from: number, to: number, least: number): number | null {
  const within = days.filter(({ day }) => day >= from && day < to);
  return within.length < least ? null : median(within.map(({ peak }) => peak));
}

function highestOf(days: readonly DayPeak[], from: number, to: number, least: number): DayPeak | null {
  const within = days.filter(({ day }) => day >= from && day < to);
  return within.length < least ? null : within.reduce((best, one) => (one.peak > best.peak ? one : best));
}
