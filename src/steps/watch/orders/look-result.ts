import type { MixPart } from './judge-mix.ts';
import type { JudgedRhythm } from './judge-rhythm.ts';
import type { Coverage, Money } from './order-facts.ts';
import type { OrderState, OrderSystem } from './order-words.ts';
import type { OrderFlow } from './read-flow.ts';
import type { RhythmKey } from './read-rhythm.ts';

/** An order with something wrong, as a look keeps it: by its sealed reference. */
export interface KeptOrder {
  readonly ref: string;
  readonly trouble: string;
  /** What else is wrong with it. */
  readonly more: readonly string[];
  /** ms since 1970. */
  readonly since: number;
  readonly placed: number;
  readonly amount: number;
  readonly currency: string;
  readonly method: string;
  readonly carrier: string;
  readonly system: string | null;
}

/** Something wrong with a shop's orders, or with how they come. */
export interface LookTrouble {
  /** An order's trouble, or `silent`, `low` or `failing` of what `subject` names. */
  readonly trouble: string;
  readonly subject: string;
  readonly orders: number;
  /** Orders of which nothing worse is known: what one sums up. */
  readonly foremost: number;
  readonly amounts: readonly Money[];
  /** ms since 1970. */
  readonly since: number;
  /** Of what is silent or low: how many would have come; of what is failing: how many would fail as a rule. */
  readonly expected: number | null;
  /** Of what is failing: how many were tried. */
  readonly tried?: number;
}

/** What a look at a shop's orders came to. */
export interface LookResult {
  readonly orders: number;
  readonly states: Readonly<Record<OrderState, number>>;
  readonly systems: Readonly<Partial<Record<OrderSystem, Coverage>>>;
  readonly troubles: readonly LookTrouble[];
  readonly worst: readonly KeptOrder[];
  readonly flow: OrderFlow;
  readonly rhythm: readonly (JudgedRhythm & { readonly key: RhythmKey; readonly last: number })[];
  /** Ways to pay, devices, countries, carriers; `undefined` in looks from before they were told. */
  readonly mix?: readonly MixPart[];
  /** What an order is worth on average, in the currency of most. */
  readonly basket: Money | null;
}
