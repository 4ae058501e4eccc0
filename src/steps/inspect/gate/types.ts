import type { Severity } from '#kernel/outcome.ts';

/** One thing that a gate may stop a release for. */
export interface GateItem {
  readonly fingerprint: string;
  readonly check: string;
  /** Names it within its check, without what changes at every release. */
  readonly key: string;
  readonly title: string;
  readonly severity: Severity;
  readonly where: string;
  readonly evidence: readonly string[];
  readonly fix: string;
  /** Where a baseline keeps it: among its findings, by its inventory alone (scripts, hosts …), or nowhere, because a budget says what passes. */
  readonly kept: 'finding' | 'inventory' | 'never';
}

/** What a baseline says about something that is known. */
export interface BaselineEntry {
  readonly fingerprint: string;
  readonly check: string;
  readonly key: string;
  readonly title: string;
  readonly severity: Severity;
  /** Day, `YYYY-MM-DD`. */
  readonly firstSeen: string;
  /** Who answers for it; '' as long as nobody does. */
  readonly owner: string;
  readonly reason: string;
  /** Last day on which it is accepted, UTC; `null`: without end. */
  readonly until: string | null;
}

/** `below`: new, but milder than the level. */
export type Standing = 'new' | 'worsened' | 'expired' | 'known' | 'below';

export interface JudgedItem extends GateItem {
  readonly standing: Standing;
  readonly entry: BaselineEntry | null;
}

export interface Decision {
  /** New, worsened or no longer accepted, at or above the level: the gravest first. */
  readonly failing: readonly JudgedItem[];
  readonly known: readonly JudgedItem[];
  /** Still there after the last day of its acceptance, at any level. */
  readonly expired: readonly JudgedItem[];
  /** New or worsened, milder than the level. */
  readonly below: readonly JudgedItem[];
  /** In the baseline, not there any more. */
  readonly gone: readonly BaselineEntry[];
  /** In the baseline, and its check could not say or was not run. */
  readonly unchecked: readonly BaselineEntry[];
}

/** Something that could not be checked. */
export interface Unknown {
  readonly id: string;
  readonly reason: string;
}
