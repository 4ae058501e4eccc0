import type { ShopId } from './ids.ts';
import type { Sealed, SealedRef } from './sealed.ts';

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

/** The kind of an account that somebody got into and that nothing names: nobody can be asked whose it is. Its reference is none to open. */
export const UNNAMED_ACCOUNT = 'unnamed-account';

/**
 * One record that was touched: an order, a customer, an invoice … by its sealed reference, with what it exposes. `account`: an account that
 * somebody got into, by the id that logs and events tell of who is signed in.
 */
export interface TouchedRecord {
  /** Kind of object as the data map names it: `order`, `customer`, `invoice`. */
  readonly kind: string;
  readonly ref: SealedRef;
  /** Whose record it is: two shops may call different records by the same id. Absent where only one shop is asked about. */
  readonly shop?: ShopId;
  readonly categories: readonly DataCategory[];
  readonly first: Date;
  readonly last: Date;
  readonly times: number;
}

/** Sub-groups of people that matter legally: places where somebody may be hunted, children, and goods that tell what Art. 9 GDPR protects. */
export const legalGroups = ['protected-address', 'minor', 'health-inferring-goods', 'special-category-goods'] as const;
export type LegalGroup = (typeof legalGroups)[number];

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
  /** Sub-groups that the person belongs to, as far as the shop tells. */
  readonly flags: readonly LegalGroup[];
  /** Sub-groups of which the shop would have told it: what stands here and not in `flags` is a no, what stands in neither is not known. */
  readonly tells?: readonly LegalGroup[] | undefined;
  /** The day (`2026-03-01`, the shop's own) from which the person is of age; `null`: for long; absent: no birth date is known. */
  readonly adultFrom?: string | null | undefined;
}

/** One person a case concerns: the card stays sealed with the case's key until a verb states why it opens it. */
export interface AffectedPerson {
  /** Id inside the case; tells nothing about the person. */
  readonly id: string;
  readonly card: Sealed;
  readonly language: string;
  readonly categories: readonly DataCategory[];
}

/** What a case states, as far as a notice needs it. `null` is not known. No personal data. */
export interface CaseBrief {
  readonly number: string;
  /** Null for a case that is about no shop: it has no letters. */
  readonly shop: string | null;
  /** Null for a case that was opened by hand. */
  readonly incident: string | null;
  /** The case's key, wrapped; `null` after it was shredded. */
  readonly key: string | null;
  readonly band: 'low' | 'medium' | 'high' | 'very-high' | 'unknown';
  readonly cause: string | null;
  readonly confidentiality: string | null;
  readonly occurredFrom: Date | null;
  readonly occurredTo: Date | null;
  readonly firstSignalAt: Date | null;
  readonly categories: readonly DataCategory[];
  readonly remedies: string | null;
  readonly people: { readonly atLeast: number; readonly atMost: number | null };
}
