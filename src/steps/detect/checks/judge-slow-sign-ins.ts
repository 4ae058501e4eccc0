import { HOUR } from '#kernel/time.ts';
import type { Campaign } from './judge-sign-ins.ts';
import { lossyHours } from './lossy-hours.ts';

/** Sign-ins of one day from one address with one agent. */
export interface SignInDay {
  readonly pair: string;
  readonly failed: number;
  readonly ok: number;
  /** Different hours in which something failed. */
  readonly hours: number;
  /** Different accounts that were tried; 0 when the source does not tell. */
  readonly accounts: number;
  /** ms since 1970. */
  readonly first: number;
  readonly last: number;
}

const SLOW = { failed: 30, share: 0.9, hours: 3, accounts: 5 } as const;

/**
 * Somebody who tries so slowly that no window of minutes shows it: over a day nearly everything fails. Behind an office or a carrier most
 * sign-ins work. A program with an outdated password always tries the same account, where the source tells.
 */
export function judgeSlowSignIns(days: readonly SignInDay[]): Campaign[] {
  return days
    .filter((day) => day.failed >= SLOW.failed && day.failed / (day.failed + day.ok) >= SLOW.share && day.hours >= SLOW.hours)
    .filter((day) => day.accounts === 0 || day.accounts >= SLOW.accounts)
    .map((day) => ({
      scope: 'address',
      how: day.accounts === 0 ? 'many-failures' : 'stuffing',
      pairs: [day.pair],
      addresses: 1,
      failed: day.failed,
      accounts: day.accounts === 0 ? null : day.accounts,
      from: day.first,
      to: day.last,
    }));
}

/** Who signed in, or tried to, in one hour, each pair of address and agent once. */
export interface SignInHour {
  /** Start of the hour, ms since 1970. */
  readonly hour: number;
  readonly tries: number;
  /** Pairs that only failed; of these, in `bare`, those that asked for nothing else: no page of a browser. */
  readonly lost: number;
  readonly bare: readonly string[];
  /** Pairs that asked for nothing else and got in. */
  readonly bareWon: readonly string[];
  readonly failed: number;
}

/** Fewer are the rest of a day in which something else was loud. */
const LEAST_PAIRS = 20;

/**
 * Passwords tried from many places, each only once or twice: far more visitors than usual never get in, and they are no browsers. Shares,
 * not numbers: a sale and a newsletter bring more of both. When the sign-in itself is broken, browsers fail too, and are left out.
 */
export function judgeSpreadSignIns(hours: readonly SignInHour[], usualShare: number): Campaign[] {
  const lossy = lossyHours(
    hours.map(({ hour, tries, bare }) => ({ hour, tries, lost: bare.length })),
    usualShare,
  );
  const loud = hours.filter((hour) => lossy.has(hour.hour));
  const runs: SignInHour[][] = [];
  for (const hour of [...loud].sort((a, b) => a.hour - b.hour)) {
    const run = runs.at(-1);
    if (run !== undefined && hour.hour - (run.at(-1)?.hour ?? 0) <= 2 * HOUR) run.push(hour);
    else runs.push([hour]);
  }
  return runs.flatMap((run): Campaign[] => {
    const pairs = [...new Set(run.flatMap((hour) => [...hour.bare, ...hour.bareWon]))];
    if (pairs.length < LEAST_PAIRS) return [];
    return [
      {
        scope: 'population',
        how: 'many-failures',
        pairs,
        addresses: new Set(pairs.map((pair) => pair.slice(0, pair.indexOf('\n')))).size,
        failed: run.reduce((sum, hour) => sum + hour.failed, 0),
        accounts: null,
        from: run[0]?.hour ?? 0,
        to: (run.at(-1)?.hour ?? 0) + HOUR - 1,
      },
    ];
  });
}
