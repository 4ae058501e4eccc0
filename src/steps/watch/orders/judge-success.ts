import { DAY, HOUR } from '#kernel/time.ts';

/** Begin of an hour (ms since 1970) → how many were tried in it, and how many went through. */
export type Tries = ReadonlyMap<number, { readonly tried: number; readonly through: number }>;

/** How much of what is tried goes through, of late against what is usual. Shares are 0 to 1. */
export interface JudgedSuccess {
  /** `unknown`: too little is known, or hardly any goes through within an hour as a rule: transfers, invoices. */
  readonly state: 'usual' | 'failing' | 'unknown';
  /** Since when it is so, ms since 1970. */
  readonly since: number;
  /** What was tried since, and what of it did not go through. */
  readonly tried: number;
  readonly failed: number;
  /** How many of those would usually not have. */
  readonly expected: number;
  /** What usually goes through; `null`: not known. */
  readonly usual: number | null;
  /** Of the last day, or of the last three where fewer than twenty were tried in one; `null`: nothing was tried. */
  readonly now: number | null;
}

const LEAST_TRIED = 30;
const LEAST_DAYS = 7;
/** What goes through less often is no proof of anything when it does not. */
const LEAST_USUAL = 0.6;
/** What is tried often is judged often. */
const chanceOf = (tried: number): number => (tried < 100 ? 1e-6 : 1e-7);
const WINDOWS = [HOUR, 3 * HOUR, 12 * HOUR, DAY, 3 * DAY, 7 * DAY];
const JUDGED = 7 * DAY;

/**
 * Whether what is tried fails much more often than it does as a rule: refused payments at 4 % instead of 1 %, or every one of the last seven. Only hours
 * that were over at `until` are looked at: what is younger may still go through. Pure.
 */
export function judgeSuccess(tries: Tries, until: number): JudgedSuccess {
  const end = Math.floor(until / HOUR) * HOUR;
  const last = sumOf(tries, end - DAY, end);
  const recent = last.tried >= 20 ? last : sumOf(tries, end - 3 * DAY, end);
  const now = recent.tried === 0 ? null : 1 - recent.failed / recent.tried;
  const first = Math.min(...tries.keys());
  // What is judged does not teach what is usual.
  const learned = sumOf(tries, first, end - JUDGED);
  const plain = { state: 'usual', since: end, tried: recent.tried, failed: recent.failed, expected: 0, now } as const;
  if (learned.tried < LEAST_TRIED || end - JUDGED - first < LEAST_DAYS * DAY) return { ...plain, state: 'unknown', usual: null };
  const share = (learned.failed + 0.5) / (learned.tried + 1);
  const usual = 1 - learned.failed / learned.tried;
  if (usual < LEAST_USUAL) return { ...plain, state: 'unknown', usual };
  const bad = Math.min(0.95, share + 3 * spreadOf(tries, first, end - JUDGED, share));
  for (const window of WINDOWS) {
    const { tried, failed } = sumOf(tries, end - window, end);
    if (failed < 3 || failed < 2 * share * tried || chanceOfAtLeast(failed, tried, bad) >= chanceOf(tried)) continue;
    if (isOver(tries, { from: end - window, to: end }, failed / tried, share)) continue;
    return { state: 'failing', since: end - window, tried, failed, expected: share * tried, usual, now: 1 - failed / tried };
  }
  return { ...plain, usual };
}

function sumOf(tries: Tries, from: number, to: number): { readonly tried: number; readonly failed: number } {
  let [tried, failed] = [0, 0];
  for (const [hour, one] of tries) {
    if (hour < from || hour >= to) continue;
    tried += one.tried;
    failed += one.tried - one.through;
  }
  return { tried, failed };
}

/** Whether the latest dozen of failures that would have come did not: nobody waits until a bad hour has left the window. */
function isOver(tries: Tries, { from, to }: { readonly from: number; readonly to: number }, bad: number, share: number): boolean {
  let [tried, failed] = [0, 0];
  for (let hour = to - HOUR; hour >= from && tried * bad < 12; hour -= HOUR) {
    const one = tries.get(hour);
    tried += one?.tried ?? 0;
    failed += one === undefined ? 0 : one.tried - one.through;
  }
  return failed < (tried * (bad + share)) / 2;
}

/** How much the share of a day differs from that of all beyond chance, as a standard deviation; without the wildest tenth of the days. */
function spreadOf(tries: Tries, from: number, to: number, share: number): number {
  const days = new Map<number, { tried: number; failed: number }>();
  for (const [hour, { tried, through }] of tries) {
    if (hour < from || hour >= to) continue;
    const day = days.get(Math.floor((hour - from) / DAY)) ?? { tried: 0, failed: 0 };
    day.tried += tried;
    day.failed += tried - through;
    days.set(Math.floor((hour - from) / DAY), day);
  }
  const weight = [...days.values()].reduce((sum, { tried }) => sum + tried, 0) / Math.max(1, days.size);
  const calm = [...days.values()]
    .map(({ tried, failed }) => ((failed / tried - share) ** 2 - (share * (1 - share)) / tried) * tried)
    .sort((one, other) => one - other)
    .slice(0, Math.ceil(days.size * 0.9));
  const mean = calm.reduce((sum, one) => sum + one, 0) / Math.max(1, calm.length);
  return Math.sqrt(Math.max(0, mean) / Math.max(1, weight));
}

/** How likely at least `seen` of `tried` fail when each does with that chance (binomial). */
export function chanceOfAtLeast(seen: number, tried: number, chance: number): number {
  if (seen <= 0) return 1;
  const [p, q] = [Math.log(chance), Math.log1p(-chance)];
  let [sum, term] = [0, logChoose(tried, seen) + seen * p + (tried - seen) * q];
  for (let k = seen; k <= tried; k++) {
    const one = Math.exp(term);
    sum += one;
    if (one < sum * 1e-12) break;
    term += Math.log((tried - k) / (k + 1)) + p - q;
  }
  return Math.min(1, sum);
}

function logChoose(n: number, k: number): number {
  const few = Math.min(k, n - k);
  let sum = 0;
  for (let nth = 1; nth <= few; nth++) sum += Math.log((n - few + nth) / nth);
  return sum;
}
