import type { Child } from 'hono/jsx';
import type { Scope } from '#engines/verb.ts';
import type { ShopId } from '#kernel/ids.ts';
import type { Severity } from '#kernel/outcome.ts';
import type { Station } from './components/stations.tsx';
import type { Locale, NavBadge, StepName, Tone, Translate } from './types.ts';

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
  /** The way so far, for what is the most urgent. */
  readonly stations?: readonly Station[];
  /** Needs about the same incident are shown as one: the furthest along wins. */
  readonly incident?: string;
}

/** How one shop stands in one respect. `unknown` when it could not be looked at. */
export interface ShopGlance {
  readonly shop: ShopId;
  readonly tone: Tone;
  readonly text: string;
  readonly href: string;
  /** A small chart beside the words: bars of a day, a sparkline. */
  readonly picture?: Child;
}

/** What a step contributes to the overview and to the navigation. */
export interface Glance {
  readonly needs: readonly Need[];
  readonly shops: readonly ShopGlance[];
  /** The step in one sentence, with its numbers. */
  readonly line: string;
  readonly badge?: NavBadge;
}

/** `locale` is that of `t`, for figures; English unless said. */
export type TakeGlance = (scope: Scope, t: Translate, locale?: Locale) => Promise<Glance>;
