import type { MissingOrders, MoneyAtRisk, PlausibleRange } from '#kernel/money-at-risk.ts';
import { DAY, HOUR, MINUTE } from '#kernel/time.ts';
import { type Hours, LEARNED, LEAST_DAYS, learnUsual, sumOver, type Usual } from './learn-usual.ts';
import { chanceOfAtMost, plausibleCount, plausibleMean } from './poisson.ts';
import type { ShopCalendar } from './working-days.ts';

/** What orders in one currency came to over what is learned from; without a currency: orders whose amount is not known. */
export interface Takings {
  readonly currency: string;
  readonly orders: number;
  /** Their sum in the currency's smallest unit. */
  readonly minor: number;
}

/** How a shop's orders came, before and while an incident went on. */
export interface OrdersSeen {
  readonly hours: Hours;
  /** The first order that is known, ms since 1970; `null`: none is. */
  readonly since: number | null;
  readonly takings: readonly Takings[];
  /** Share of the last days' orders that were told long after they were placed. */
  readonly lateShare: number;
  /** How many came in each of `riskWindows`. */
  readonly counts: readonly number[];
}

export interface RiskQuestion {
  /** The incident's time so far, ms since 1970. */
  readonly from: number;
  readonly to: number;
  readonly isOver: boolean;
  readonly calendar: ShopCalendar;
}

const WINDOWS = [15 * MINUTE, HOUR, 3 * HOUR, 12 * HOUR, DAY, 3 * DAY];
/** So many are enough to tell how it is of late; a clear fall tells it before. */
const ENOUGH = 20;
/** Before so many were to be expected nothing tells a fall from chance. */
const LITTLE = 8;
/** So unlikely by chance is clearly fewer. */
const CLEAR = 0.005;
/** An hour with less than this share of an ordinary one is quiet. */
const QUIET = 0.2;

/** The parts of an incident's time, all up to its end, in which orders are to be counted: the whole first, then the latest ones, shortest first. */
export function riskWindows(from: number, to: number): readonly number[] {
  return [from, ...WINDOWS.map((window) => to - window).filter((begin) => begin > from)];
}

/**
 * The money that an incident puts at risk in a minute, and what it cost so far. At risk in a minute: the orders that are usual in a minute of
 * this hour of the shop's own week (four weeks, as the rhythm is judged) times the share of the usual ones that did not come of late since the
 * incident began, never below nothing, times the mean basket of each currency by its share of the orders. Like is compared with like: what came
 * in a night with what is usual in that night. So far: the usual orders of the incident's time without those that came, times the same. Amounts
 * count when at least half of the orders told theirs. Ranges are of nine in ten and take in chance, and how much the shop's days differ. Pure.
 */
export function judgeMoneyAtRisk({ hours, since, takings, lateShare, counts }: OrdersSeen, question: RiskQuestion): MoneyAtRisk {
  const { from, to, isOver, calendar } = question;
  if (since === null) return { state: 'unknown', why: 'not-told' };
  if (lateShare > 0.5) return { state: 'unknown', why: 'told-late' };
  const end = Math.floor(from / HOUR) * HOUR;
  const begin = Math.max(end - LEARNED, since);
  if (end - begin < LEAST_DAYS * DAY) return { state: 'unknown', why: 'too-young' };
  const usual = learnUsual(hours, begin, end, calendar);
  if (usual === null) return { state: 'unknown', why: 'too-few' };
  const parts = riskWindows(from, to).map((start, nth) => {
    const expected = sumOver(start, to, usual.at);
    return {
      seen: counts[nth] ?? 0,
      expected,
      spread: spreadOf(usual, expected, { days: (to - start) / DAY, weeks: (from - begin) / (7 * DAY) }),
    };
  });
  const [whole = { seen: 0, expected: 0, spread: 1 }, ...latest] = parts;
  const part = latest.find((one) => isClear(one) || one.expected >= ENOUGH) ?? whole;
  const worth = worthOf(takings);
  const perHour = usual.at(to);
  const now = isOver ? 'over' : howNow(whole, part, perHour / usual.mean);
  const perMinute = now === 'over' || now === 'usual' ? null : missing(shareMissing(part), (perHour * MINUTE) / HOUR, worth);
  const soFar = isClear(whole) ? missing(ordersMissing(whole), 1, worth) : null;
  return { state: 'known', now, perMinute, soFar, seen: whole.seen, expected: whole.expected, perHour };
}

interface Part {
  readonly seen: number;
  readonly expected: number;
  readonly spread: number;
}

/** The wildest tenth of the days is left out where their spread is learned. */
const CALMED = 1.3;

/**
 * Variance over mean of what is to be expected: chance within a day; how much days differ, which `least` holds three times and which evens out over
 * several; and that what is usual was itself learned from a few weeks, whose own days lie too near to it.
 */
function spreadOf({ burst, least }: Usual, expected: number, { days, weeks }: { readonly days: number; readonly weeks: number }): number {
  const learned = 1 + 1 / weeks;
  const ofDays = (((1 - least) / 3) ** 2 * (CALMED * learned * weeks)) / (weeks - 1);
  return burst * learned + (ofDays * expected) / Math.max(1, days);
}

function isClear({ seen, expected, spread }: Part): boolean {
  return seen < expected && chanceOfAtMost(seen, expected, spread) < CLEAR;
}

function howNow(whole: Part, part: Part, ofOrdinary: number): 'fewer' | 'usual' | 'early' | 'quiet' {
  if (isClear(part) || (isClear(whole) && part.seen < part.expected * 0.8)) return 'fewer';
  if (part.expected >= LITTLE) return 'usual';
  return ofOrdinary < QUIET ? 'quiet' : 'early';
}

/** The share of the usual orders that do not come. */
function shareMissing({ seen, expected, spread }: Part): PlausibleRange {
  const { low, high } = plausibleMean(seen, spread);
  const share = (come: number): number => (expected <= 0 ? 0 : Math.min(1, Math.max(0, 1 - come / expected)));
  return { low: share(high), about: share(seen), high: seen === 0 && expected <= 0 ? 1 : share(low) };
}

function ordersMissing({ seen, expected, spread }: Part): PlausibleRange {
  const { low, high } = plausibleCount(expected, spread);
  return { low: Math.max(0, low - seen), about: Math.max(0, expected - seen), high: Math.max(0, high - seen) };
}

/** What an order brings on average in each currency, over all orders; `null` when less than half told their amount. */
function worthOf(takings: readonly Takings[]): readonly { readonly currency: string; readonly minor: number }[] | null {
  const priced = takings.filter(({ currency, minor }) => currency !== '' && minor > 0);
  const count = (some: readonly Takings[]): number => some.reduce((sum, one) => sum + one.orders, 0);
  const known = count(priced);
  if (known === 0 || known * 2 < count(takings)) return null;
  return priced.toSorted((a, b) => b.orders - a.orders).map(({ currency, minor }) => ({ currency, minor: minor / known }));
}

function missing(range: PlausibleRange, factor: number, worth: ReturnType<typeof worthOf>): MissingOrders {
  const times = (by: number): PlausibleRange => ({ low: range.low * by, about: range.about * by, high: range.high * by });
  return { orders: times(factor), money: worth?.map(({ currency, minor }) => ({ currency, ...times(factor * minor) })) ?? null };
}
