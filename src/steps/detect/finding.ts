import type { Telemetry } from '#engines/telemetry/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { Severity } from '#kernel/outcome.ts';
import type { DataCategory } from '#kernel/people.ts';
import type { Span } from '#kernel/time.ts';
import type { Knowledge } from './knowledge.ts';
import type { RuleName } from './rule-traits.ts';
import type { LearnedRoute } from './rules/learn-routes.ts';
import type { CostBook } from './sigma/cost-book.ts';

/** Where rules look: one shop of one organisation, and the span of time in which something is new. */
export interface Area {
  readonly telemetry: Telemetry;
  readonly org: OrgId;
  readonly shop: string;
  /** From the first to the last new row, both inside. */
  readonly span: Span;
  /** What is usual here, route by route. */
  readonly usual: Usual;
  /** What the shop's people and earlier looks have told; see knowledge.ts. */
  readonly knowledge: Knowledge;
  /**
   * Since when nobody has looked for what only shows over hours and days; `null`: somebody did a moment ago, leave it out this time.
   * Absent: as far back as the span.
   */
  readonly slowSince?: Date | null;
  /** Only those are looked for who did something in the span itself: a look that must be quick. */
  readonly onlyNew?: boolean;
  /** Keeps what rules of single requests cost; absent: nobody asks. */
  readonly costs?: CostBook;
  /** What the last look at this shop told; absent: there was none. */
  readonly recall?: Recall;
}

/** The area for rules that look over hours and days; `null` when it is not their turn. */
export function slowArea(area: Area): Area | null {
  if (area.slowSince === null) return null;
  return area.slowSince === undefined
    ? area
    : { ...area, span: { from: new Date(Math.min(area.slowSince.getTime(), area.span.from.getTime())), to: area.span.to } };
}

/** How many different records one visitor usually reads: the 99th percentile, by route. Absent: nobody knows yet. */
export interface Usual {
  /** Routes that the data map does not describe, learned from the traffic, by the shape of their targets (checks/target-shape.ts); absent: nobody looked. */
  readonly learned?: ReadonlyMap<string, LearnedRoute>;
  readonly tenMinutes: ReadonlyMap<string, number>;
  readonly day: ReadonlyMap<string, number>;
  /** Of the people who sign in, or try to, the usual share that never gets in; `null` or absent: nobody knows yet. */
  readonly lostShare?: number | null;
}

export const nothingUsual: Usual = { tenMinutes: new Map(), day: new Map() };

/**
 * What counts in a selection. `alike`: requests whose targets have one of its shapes. `personal-reads` are rows of `reads`, `events` of `application_events`, `spans` and `reports` of their own
 * tables, all others of `requests`.
 */
export const selectable = ['personal-reads', 'paths', 'alike', 'sign-ins', 'exports', 'requests', 'events', 'spans', 'reports'] as const;

/**
 * Which rows belong to a finding, so that they can be found again exactly: by whom, from when to when (both inside), and what counts.
 * Somebody is in when the actor, the pair `address\nagent`, the session or the account is listed; `anybody` selects by what counts alone.
 */
export interface Selection {
  readonly what: (typeof selectable)[number];
  readonly actors: readonly number[];
  readonly pairs: readonly string[];
  readonly sessions: readonly string[];
  readonly accounts: readonly string[];
  readonly anybody: boolean;
  /** Counts for `paths`: exact redacted paths. */
  readonly paths: readonly string[];
  /** Counts for `events`: names such as `shop.export.made`; for `spans` their names, for `reports` their kinds. */
  readonly events: readonly string[];
  /** Counts for `alike`: shapes as checks/target-shape.ts makes them; absent: none. */
  readonly shapes?: readonly string[] | undefined;
  /** Of sign-ins only those with these names (keyed hashes); absent: with any. */
  readonly tried?: readonly string[] | undefined;
  readonly from: string;
  readonly to: string;
}

/** A selection of what is named; everything else selects nobody and nothing. */
export function select(what: Selection['what'], span: { readonly from: string; readonly to: string }, who: Partial<Selection>): Selection {
  const nobody = { actors: [], pairs: [], sessions: [], accounts: [], anybody: false, paths: [], events: [] };
  return { ...nobody, ...who, what, from: span.from, to: span.to };
}

export interface EvidenceLine {
  readonly at: string;
  /** Identity of the file and offset of the line. */
  readonly file: string;
  readonly offset: number;
  /** The redacted request, one line. */
  readonly text: string;
}

export interface FindingActor {
  readonly address?: string;
  readonly session?: string;
  readonly agent?: string;
  readonly addresses?: number;
  /** Sealed reference of an account of staff or a program, never opened without a purpose. */
  readonly account?: string;
}

/** What a rule found. The numbers are exact for the rows that are stored now; a later look may find more. */
export interface Finding {
  readonly rule: RuleName;
  /** What it is about within the rule: a route, a path, a family of attacks. Not personal. */
  readonly subject: string;
  readonly level: Severity;
  readonly succeeded: 'yes' | 'no' | 'unknown';
  /** MITRE ATT&CK technique. */
  readonly attack: string;
  readonly actor: FindingActor;
  readonly selection: Selection;
  /** The reads of personal records that belong to it, when they are found another way than `selection`; `null`: none do. */
  readonly reads: Selection | null;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly count: number;
  readonly touched: readonly { readonly kind: string; readonly distinct: number }[];
  readonly categories: readonly DataCategory[];
  readonly evidence: readonly EvidenceLine[];
  /** Why the rule says so: thresholds, peaks, shares. Fills the title and the explanation. */
  readonly facts: Readonly<Record<string, string | number>>;
}

/** A rule looks at an area and says what it found. It only reads. */
export type Rule = (area: Area) => Promise<Finding[]>;

/** What the last look told, so that a finding about which nothing changed is told again as it was, without counting it anew. */
export interface Recall {
  /** What was told of this name when the facts were the same, the very same object (`null`: nothing to tell); else undefined. */
  get(name: string, facts: string): Finding | null | undefined;
  set(name: string, facts: string, finding: Finding | null): void;
  /** Ends a look: what was not told in it is forgotten. */
  turn(): void;
}
