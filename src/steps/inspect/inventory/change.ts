/** What became different between two looks at the payment page. */
export interface Change {
  readonly kind: 'script' | 'host' | 'header';
  readonly what: 'new' | 'changed' | 'removed' | 'returned';
  readonly key: string;
  /** Hash or value before and after, as far as there is one. */
  readonly from?: string;
  readonly to?: string;
  /** Hosts and abilities that the new content names and the old one did not. */
  readonly adds?: string[];
}

/** So many are told of one look; how many more there were is told too. */
export const MOST_CHANGES = 100;
