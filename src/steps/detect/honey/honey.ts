import type { SealedRef } from '#kernel/sealed.ts';

/** A made-up person: fits nobody. */
export interface HoneyCard {
  readonly name: string;
  readonly mail: string;
  /** With country code, `''`: none. */
  readonly phone: string;
  /** The numbers that the shop gave it, `''` while it has none. */
  readonly customer: string;
  readonly order: string;
}

/** How a honey customer is recognised in what is stored, where nothing stands in the clear: keyed hashes and sealed references. */
export interface HoneyMarks {
  readonly tried: readonly string[];
  readonly sighted: readonly string[];
  readonly records: readonly SealedRef[];
  readonly accounts: readonly SealedRef[];
}

/** A honey customer that stands in its place, as rules know it. */
export interface Honey {
  readonly id: string;
  /** The copy in which it stands, and only there: “newsletter tool”. */
  readonly place: string;
  readonly marks: HoneyMarks;
  /** What happened before was its placing. */
  readonly since: Date;
}

/** What a channel of Shopbell's own tells of a honey customer; no sender outside can write these rows, since they name its id unsealed. */
export const HONEY_MAIL = 'honey.mail_received';
export const HONEY_FOUND = 'honey.found_in_text';
