import type { Scope } from '#engines/verb.ts';
import type { ShopId } from '#kernel/ids.ts';
import type { Severity } from '#kernel/outcome.ts';
import type { NavBadge, StepName, Tone, Translate } from './types.ts';

/** One thing that waits for a person. Texts are translated already. */
export interface Need {
  readonly step: StepName;
  readonly urgency: Severity;
  readonly since: Date;
  readonly title: string;
  readonly text: string;
  readonly href: string;
  /** What the button says. */
  readonly action: string;
  /** A running clock, if there is one. */
  readonly clock?: { readonly from: Date; readonly until: Date };
  /** Needs about the same incident are shown as one: the furthest along wins. */
  readonly incident?: string;
}

/** How one shop stands in one respect. `unknown` when it could not be looked at. */
export interface ShopGlance {
  readonly shop: ShopId;
  readonly tone: Tone;
  readonly text: string;
  readonly href: string;
}

/** What a step contributes to the overview and to the navigation. */
export interface Glance {
  readonly needs: readonly Need[];
  readonly shops: readonly ShopGlance[];
  readonly badge?: NavBadge;
}

export type TakeGlance = (scope: Scope, t: Translate) => Promise<Glance>;
