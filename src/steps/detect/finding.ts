import type { Telemetry } from '#engines/telemetry/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { Severity } from '#kernel/outcome.ts';
import type { DataCategory } from '#kernel/people.ts';
import type { Span } from '#kernel/time.ts';

/** Where rules look: one shop of one organisation, and the span of time in which something is new. */
export interface Area {
  readonly telemetry: Telemetry;
  readonly org: OrgId;
  readonly shop: string;
  /** From the first to the last new row, both inside. */
  readonly span: Span;
  /** What is usual here, route by route. */
  readonly usual: Usual;
}

/** How many different records one visitor usually reads: the 99th percentile, by route. Absent: nobody knows yet. */
export interface Usual {
  readonly tenMinutes: ReadonlyMap<string, number>;
  readonly day: ReadonlyMap<string, number>;
}

export const nothingUsual: Usual = { tenMinutes: new Map(), day: new Map() };

/**
 * Which rows belong to a finding, so that they can be found again exactly: by whom, from when to when (both inside), and what counts.
 * Somebody is in when the actor, the pair `address\nagent` or the session is listed.
 */
export interface Selection {
  readonly what: 'personal-reads' | 'paths' | 'sign-ins' | 'exports' | 'requests';
  readonly actors: readonly number[];
  readonly pairs: readonly string[];
  readonly sessions: readonly string[];
  readonly paths: readonly string[];
  readonly from: string;
  readonly to: string;
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

export const ruleNames = ['enumeration', 'dump-taken', 'bulk-export', 'stuffing', 'known-attack', 'probing'] as const;
export type RuleName = (typeof ruleNames)[number];

/** A rule looks at an area and says what it found. It only reads. */
export type Rule = (area: Area) => Promise<Finding[]>;
