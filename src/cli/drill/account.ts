/** One moment of the way, in ms since the first malicious request. `null`: it never came. */
export interface Moment {
  readonly name: string;
  readonly at: string | null;
  readonly afterMs: number | null;
}

/** One comparison with what the attack really did. */
export interface Agreement {
  readonly station: string;
  readonly agrees: boolean;
  readonly text: string;
}

/** The drill's document: `shopbell.drill/1`. */
export interface DrillAccount {
  readonly schema: 'shopbell.drill/1';
  readonly passed: boolean;
  readonly seconds: number;
  readonly moments: readonly Moment[];
  readonly stations: readonly Agreement[];
  readonly attack: { readonly requests: number; readonly orders: number; readonly customers: number; readonly addresses: number };
  readonly folder: string | null;
}
