import type { OrderSystem } from './order-words.ts';

export interface Money {
  /** In the currency's smallest unit. */
  readonly minor: number;
  readonly currency: string;
}

/** What is known of one order over all systems. Times are ms since 1970, 0: never. Amounts are in the currency's smallest unit. */
export interface OrderFacts {
  /** Sealed reference of the order's number. */
  readonly ref: string;
  /** The first and the last thing that anybody said of it. */
  readonly first: number;
  readonly last: number;
  /** The first thing that the shop itself said. */
  readonly knownToShop: number;
  readonly placed: number;
  readonly authorised: number;
  /** First time the shop said that it was paid; `paidAtProvider`: the payment provider. */
  readonly paid: number;
  readonly paidAtProvider: number;
  readonly exported: number;
  readonly inErp: number;
  readonly labelled: number;
  /** The last time. */
  readonly labelFailed: number;
  /** The last time a label was made. */
  readonly labelledLast: number;
  /** The first parcel; `handedWhole`: the last of them, or the only one. */
  readonly handed: number;
  readonly handedWhole: number;
  readonly atCourier: number;
  readonly delivered: number;
  readonly cancelled: number;
  /** The last time the shop gave money back; `refundedAtProvider`: the payment provider. */
  readonly refunded: number;
  readonly refundedAtProvider: number;
  readonly returned: number;
  readonly total: number;
  readonly paidSum: number;
  readonly paidCount: number;
  readonly providerSum: number;
  readonly providerCount: number;
  readonly refundedSum: number;
  readonly providerRefundedSum: number;
  /** Paid by gift card or store credit, of which no provider knows, and given back to it; in no other sum. */
  readonly creditSum: number;
  readonly creditBackSum: number;
  readonly erpAmount: number;
  /** Every currency that anybody named. */
  readonly currencies: readonly string[];
  readonly method: string;
  readonly carrier: string;
  readonly country: string;
  /** `pickup` and `digital` are not shipped. */
  readonly delivery: string;
  /** A pre-order or back-order is not sent before. */
  readonly notBefore: number;
  readonly test: boolean;
}

/** What a shop promises, and how long its systems may take to hear of each other. */
export interface Promises {
  /** Working days until a paid order is handed over. */
  readonly shipDays: number;
  /** Days from hand-over to delivery. */
  readonly deliverDays: number;
  /** How long a payment, an export, a label may be on its way, ms. */
  readonly noticeMs: number;
  readonly exportMs: number;
  readonly labelMs: number;
  /** How long giving money back may take, ms. */
  readonly refundMs: number;
  readonly authorisedDays: number;
  readonly returnDays: number;
}

/** From when to when a system told something, ms since 1970: nothing is said to be missing there outside. */
export interface Coverage {
  readonly from: number;
  readonly to: number;
}

/** What the shop's systems tell at all: only what is usually told can be missing. */
export interface Seen {
  readonly systems: Readonly<Partial<Record<OrderSystem, Coverage>>>;
  /** Steps that the shop itself tells of most orders. */
  readonly tells: ReadonlySet<string>;
  /** Ways to pay for which goods leave before the money comes: invoice, cash on delivery. */
  readonly payLater: ReadonlySet<string>;
}
