/** A span of an incident: its begin, and its end when it is over. */
export interface RiskTime {
  readonly from: Date;
  readonly to: Date | null;
}

/** What is most likely, and between what it plausibly lies (nine times out of ten). */
export interface PlausibleRange {
  readonly low: number;
  readonly about: number;
  readonly high: number;
}

/** Orders that are missing, and what they would have brought. */
export interface MissingOrders {
  readonly orders: PlausibleRange;
  /** In the smallest unit of each currency in which the shop sells, most first; `null`: what an order is worth is not known. */
  readonly money: readonly (PlausibleRange & { readonly currency: string })[] | null;
}

/**
 * Why nothing can be said. `not-told`: no system tells of orders. `too-young`, `too-few`: what is usual is not known yet. `told-late`: orders
 * are told long after they were placed. `unread`: it could not be read in time.
 */
type RiskUnknown = 'not-told' | 'too-young' | 'too-few' | 'told-late' | 'unread';

export interface KnownRisk {
  readonly state: 'known';
  /**
   * How orders come now. `fewer`: clearly fewer than is usual. `usual`: nothing is seen to be missing. `early`: too few were to be expected yet to
   * tell. `quiet`: the same, at an hour at which hardly any come. `over`: the incident is.
   */
  readonly now: 'fewer' | 'usual' | 'early' | 'quiet' | 'over';
  /** What is at risk in a minute; `null` of `usual` and `over`. */
  readonly perMinute: MissingOrders | null;
  /** What was missed over the incident's time; `null` unless it was clearly less than is usual. */
  readonly soFar: MissingOrders | null;
  /** Orders that came in the incident's time, and how many are usual in it. */
  readonly seen: number;
  readonly expected: number;
  /** How many are usual in an hour like the one at its end. */
  readonly perHour: number;
}

/** What an incident costs a shop in orders that do not come. Not knowing it is never nothing. */
export type MoneyAtRisk = KnownRisk | { readonly state: 'unknown'; readonly why: RiskUnknown };
