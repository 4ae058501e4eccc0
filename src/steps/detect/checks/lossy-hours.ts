import { HOUR } from '#kernel/time.ts';

/** Who signed in, or tried to, in one hour: pairs of address and agent, and of these the ones that only failed. */
export interface LostInHour {
  /** Start of the hour, ms since 1970. */
  readonly hour: number;
  readonly tries: number;
  readonly lost: number;
}

const HOURLY = { lost: 20, share: 0.15, timesUsual: 4 } as const;
/** A stretch in which the same rate adds up; twice as many must be lost, since chance has six times the room. */
const STRETCH = { hours: 6, lost: 40 } as const;

/** An hour in which too many only failed to be an ordinary one, whatever they look like; what is worth a closer look. */
function isLossy({ tries, lost }: Pick<LostInHour, 'tries' | 'lost'>, usualShare: number): boolean {
  return lost >= HOURLY.lost && isShareHigh(tries, lost, usualShare);
}

/**
 * The hours that are lossy by themselves, or belong to a stretch of six hours that is: a spread-out campaign that takes days has too few
 * tries in any one hour. Shares as well as numbers, so that a sale or a newsletter, which bring more of both, are not lossy.
 */
export function lossyHours(hours: readonly LostInHour[], usualShare: number): Set<number> {
  const sorted = [...hours].sort((a, b) => a.hour - b.hour);
  const lossy = new Set<number>();
  let head = 0;
  let tries = 0;
  let lost = 0;
  for (const [nth, one] of sorted.entries()) {
    tries += one.tries;
    lost += one.lost;
    for (let first = sorted[head]; first !== undefined && first.hour <= one.hour - STRETCH.hours * HOUR; first = sorted[head]) {
      tries -= first.tries;
      lost -= first.lost;
      head += 1;
    }
    if (isLossy(one, usualShare)) lossy.add(one.hour);
    if (lost < STRETCH.lost || !isShareHigh(tries, lost, usualShare)) continue;
    // An ordinary hour within the stretch stays ordinary.
    for (const member of sorted.slice(head, nth + 1)) if (isShareHigh(member.tries, member.lost, usualShare)) lossy.add(member.hour);
  }
  return lossy;
}

function isShareHigh(tries: number, lost: number, usualShare: number): boolean {
  return lost > 0 && lost / Math.max(1, tries) >= Math.max(HOURLY.share, HOURLY.timesUsual * usualShare);
}

/** The share of people who sign in and never get in, usual over days: the middle day, so that an attack of some days does not move it. */
export function usualLostShare(days: readonly { readonly tries: number; readonly lost: number }[]): number | null {
  const shares = days
    .filter((day) => day.tries >= 20)
    .map((day) => day.lost / day.tries)
    .sort((a, b) => a - b);
  return shares.length < 3 ? null : (shares[Math.floor((shares.length - 1) / 2)] ?? null);
}
