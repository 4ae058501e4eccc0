import type { SealedRef } from './sealed.ts';

/** Kinds of personal data, as the data map and the law need them told apart. */
export const dataCategories = [
  'name',
  'email',
  'phone',
  'postal-address',
  'order-contents',
  'payment-card',
  'bank-account',
  'password',
  'password-hash',
  'birth-date',
  'national-id',
  'health-inference',
  'account-behaviour',
  'ip-address',
  'message-contents',
] as const;

export type DataCategory = (typeof dataCategories)[number];

/** One record that was touched: an order, a customer, an invoice … by its sealed reference, with what it exposes. */
export interface TouchedRecord {
  /** Kind of object as the data map names it: `order`, `customer`, `invoice`. */
  readonly kind: string;
  readonly ref: SealedRef;
  readonly categories: readonly DataCategory[];
  readonly first: Date;
  readonly last: Date;
  readonly times: number;
}

/** A person as the shop's directory tells us. In the clear only inside a verb that stated its purpose. */
export interface PersonCard {
  /** The shop's own customer id. */
  readonly customer: string;
  readonly name: string;
  readonly email: string;
  /** BCP 47, e.g. `pl`. */
  readonly language: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Sub-groups that matter legally, as far as the shop knows. */
  readonly flags: readonly ('protected-address' | 'minor' | 'health-inferring-goods')[];
}
