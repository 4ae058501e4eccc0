/** Payments of one hour over all visitors. */
export interface PaymentHour {
  /** Start, ms since 1970. */
  readonly hour: number;
  readonly total: number;
  readonly failed: number;
  /** Different places (address and agent) whose payments failed and none of which went through. */
  readonly lostPlaces: number;
  /** Different cards, or prefixes of cards, that failed; 0: the shop does not tell. */
  readonly cards: number;
}

/** What is usual: the share of payments that fails, and how many payments there are in an hour; `null`: nobody knows yet. */
export interface UsualPayments {
  readonly failedShare: number;
  readonly failed: number;
}

const LEAST = { failed: 30, places: 20, cards: 15 } as const;
const SHARE = 0.5;
const TIMES = { share: 3, failed: 4 } as const;
/** Where hardly anything goes through the payment provider is down: its customers try again with the same card. */
const DOWN = { share: 0.95, cardsEach: 0.8 } as const;

/**
 * Whether cards are tried over all visitors at once: far more payments fail than usual, from many places that get nothing through, with
 * many different cards. Shares and not numbers are compared, so that a sale day is none; and when everything fails, only many cards for few
 * payments tell a test from a provider that is down.
 */
export function isTestingHour(one: PaymentHour, usual: UsualPayments | null): boolean {
  if (one.failed < LEAST.failed || one.lostPlaces < LEAST.places) return false;
  const share = one.failed / one.total;
  if (share < Math.max(SHARE, TIMES.share * (usual?.failedShare ?? 0)) || one.failed < TIMES.failed * (usual?.failed ?? 0)) return false;
  if (share >= DOWN.share)
    return usual !== null && one.cards >= DOWN.cardsEach * one.failed && one.total >= 2 * TIMES.failed * Math.max(1, usual.failed);
  return usual !== null && (one.cards === 0 || one.cards >= LEAST.cards);
}

/** The middle hour of the weeks before, of those with payments; `null` for fewer than a day's worth. */
export function usualPayments(hours: readonly PaymentHour[]): UsualPayments | null {
  const busy = hours.filter((one) => one.total >= 3);
  if (busy.length < 24) return null;
  const middle = (of: (one: PaymentHour) => number): number => busy.map(of).sort((a, b) => a - b)[Math.floor(busy.length / 2)] ?? 0;
  return { failedShare: middle((one) => one.failed / one.total), failed: middle((one) => one.failed) };
}
