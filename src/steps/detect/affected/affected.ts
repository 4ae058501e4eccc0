import type { DataCategory } from '#kernel/people.ts';
import type { Selection } from '../finding.ts';

/** Each that is empty narrows nothing. */
export interface Narrowing {
  /** Network addresses, and blocks such as 203.0.113.0/24. */
  readonly addresses: readonly string[];
  /** Sealed. */
  readonly accounts: readonly string[];
  /** How routes begin. */
  readonly routes: readonly string[];
}

/** Which reads are asked about: a selection of one shop. */
export interface Part {
  readonly shop: string;
  readonly reads: Selection;
  /** Of these, only some; absent: all. */
  readonly only?: Narrowing;
}

/**
 * Records of one kind, counted. `certain`: an answer with that id succeeded and had content, or the shop said so itself.
 * `likely`: it succeeded, and the log does not tell how large it was. `possible`: it had the size of an empty or denied page.
 */
export interface KindCount {
  readonly kind: string;
  readonly records: number;
  readonly certain: number;
  readonly likely: number;
  readonly possible: number;
}

/** Why a bound is what it is. `code` names the reason, `values` its numbers. */
export interface Reason {
  readonly code: string;
  readonly values: Readonly<Record<string, string | number>>;
}

export interface Bounds {
  readonly atLeast: number;
  /** `null`: nobody can tell. */
  readonly atMost: number | null;
}

/** Accounts that a campaign of tried passwords got into. */
export interface EnteredCount {
  readonly certain: number;
  readonly all: number;
}

/** Whose data it was, as far as stored telemetry and the shop's directory tell. */
export interface Affected {
  readonly people: Bounds;
  readonly records: number;
  readonly kinds: readonly KindCount[];
  readonly byCategory: Readonly<Partial<Record<DataCategory, number>>>;
  readonly first: Date | null;
  readonly last: Date | null;
  readonly times: number;
  readonly entered: EnteredCount;
  readonly reasons: readonly Reason[];
}
