import type { Geo } from '#engines/geo/types.ts';
import type { RuleSet } from '#sigma/index.ts';
import type { Honey } from './honey/honey.ts';

/** What rules know of a shop beside its telemetry. */
export interface Knowledge {
  /** Addresses of crawlers whose name was verified by reverse and forward look-up. */
  readonly crawlers: ReadonlySet<string>;
  /** The shop's own lists, by name, for placeholders in rules. */
  readonly lists: ReadonlyMap<string, readonly string[]>;
  /** Rules that the shop added to the bundled ones; `null` when there are none. */
  readonly rules: RuleSet | null;
  /** Made-up customers that stand in their places. */
  readonly honeys: readonly Honey[];
  /** Where an address is; `null`: nobody knows. */
  readonly locate: Geo['locate'];
}

/** For a log of an unknown shop. */
export const nothingKnown: Knowledge = { crawlers: new Set(), lists: new Map(), rules: null, honeys: [], locate: () => null };
