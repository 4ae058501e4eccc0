import { HOUR } from '#kernel/time.ts';

/** Who signed in, or tried to, in one hour: pairs of address and agent, and of these the ones that only failed. */
export interface LostInHour {
  /** Start of the hour, ms since 1970. */
  readonly hour: number;
  readonly tries: number;
  readonly lost: number;
}

/**
 * In how many hours how many must be lost, and how many times more than usual for each who got in. The same rate adds up over hours, and over
 * a day; more must be lost then, since chance has more room. Odds and not shares: where a quarter is lost on ordinary days, no share is four
 * times as high.
 */
const HOUR_ALONE = { hours: 1, lost: 20 };
const QUARTER = { hours: 6, lost: 40 };
const DAY_LONG = { hours: 24, lost: 100 };
const TIMES_USUAL = 4;
const LEAST_SHARE = 0.15;

/**
 * The hours that are lossy by themselves, or belong to a stretch that is: too many only failed for it to be an ordinary one, whatever they
 * look like; what is worth a closer look. Shares as well as numbers, so that a sale or a newsletter, which bring more of both, are not lossy.
 */
export function lossyHours(hours: readonly LostInHour[], usualShare: number): Set<number> {
  const sorted = [...hours].sort((a, b) => a.hour - b.hour);
  const lossy = new Set([HOUR_ALONE, QUARTER].flatMap((stretch) => lossyIn(sorted, stretch, usualShare)));
  // A loud hour must not make its whole day loud.
  const quiet = sorted.filter(({ hour }) => !lossy.has(hour));
  return new Set([...lossy, ...lossyIn(quiet, DAY_LONG, usualShare)]);
}

function lossyIn(sorted: readonly LostInHour[], { hours, lost: least }: typeof DAY_LONG, usualShare: number): number[] {
  const lossy: number[] = [];
  let head = 0;
  let tries = 0;
  let lost = 0;
  for (const [nth, one] of sorted.entries()) {
    tries += one.tries;
    lost += one.lost;
    for (let first = sorted[head]; first !== undefined && first.hour <= one.hour - hours * HOUR; first = sorted[head]) {
      tries -= first.tries;
      lost -= first.lost;
      head += 1;
    }
    if (lost < least || !isHigh(tries, lost, usualShare, TIMES_USUAL)) continue;
    // An ordinary hour within the stretch stays ordinary.
    for (const member of sorted.slice(head, nth + 1))
      if (isHigh(member.tries, member.lost, usualShare, TIMES_USUAL / 2)) lossy.push(member.hour);
  }
  return lossy;
}

function isHigh(tries: number, lost: number, usualShare: number, times: number): boolean {
  const usualOdds = usualShare / (1 - Math.min(0.99, usualShare));
  return lost > 0 && lost >= LEAST_SHARE * tries && lost >= times * usualOdds * (tries - lost);
}

/** The share of people who sign in and never get in, usual over days: the middle day, so that an attack of some days does not move it. */
export function usualLostShare(days: readonly { readonly tries: number; readonly lost: number }[]): number | null {
  const shares = days
    .filter((day) => day.tries >= 20)
    .map((day) => day.lost / day.tries)
    .sort((a, b) => a - b);
  return shares.length < 3 ? null : (shares[Math.floor((shares.length - 1) / 2)] ?? null);
}
