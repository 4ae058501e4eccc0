/** Why a sealed value is opened. */
export type Purpose =
  /** Find out who is behind records that were touched. */
  | 'find-affected'
  /** Write to the people concerned. */
  | 'tell-affected'
  /** Reach the organisation's own people: a page, an invitation. */
  | 'reach-own-people'
  /** A secret of the organisation itself: a directory's key, a webhook's secret, a second factor being set up. */
  | 'use-own-secret'
  /** Write or show what an authority is told of a breach: the organisation's own people and what they stated. */
  | 'tell-authority'
  /** Show an order's number to whoever sets it right. */
  | 'follow-orders'
  /** Write to people who asked for news of how a shop stands. */
  | 'tell-subscribers'
  /** Hand an authority or a court the people of a case; why is in the ledger. */
  | 'prove-breach'
  /** Compare a rehearsal with what really happened; practice data only. */
  | 'verify-drill';

declare const sealed: unique symbol;

/**
 * Personal data in its envelope: a text that is safe to store and log, and useless without the key.
 * `v1.<key id>.<base64url>`; the type parameter says what is inside. Opened only through the secrets engine, with a purpose.
 */
export type Sealed<T = string> = string & { readonly [sealed]: T };

/** A deterministic sealed reference (an order number, a customer id): equal values of one organisation have equal references. */
export type SealedRef = string & { readonly [sealed]: 'ref' };

const SHAPE = /^v1\.[A-Za-z0-9_-]{1,40}\.[A-Za-z0-9_-]+$/;

/** Whether a text has the shape of an envelope (not whether it opens). */
export function isSealed(text: string): text is Sealed {
  return SHAPE.test(text);
}
