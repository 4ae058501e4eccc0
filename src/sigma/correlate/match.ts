import type { CompiledCorrelation } from '../compile-correlation.ts';
import type { SigmaEvent } from '../event.ts';

/** An event that a rule matched, or a correlation that fired. */
export interface Match {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Key of the rule. */
  readonly rule: string;
  readonly event: SigmaEvent;
  /** What the caller knows it by. */
  readonly ref: unknown;
}

/** A correlation that came true, from the first window in which it did to the last one without a break. */
export interface Firing {
  readonly correlation: CompiledCorrelation;
  /** Values of `group-by`, in its order. */
  readonly group: readonly string[];
  /** First match in the first window that fired, when that came true, last match that belongs to it; milliseconds since 1970. */
  readonly from: number;
  readonly firedAt: number;
  readonly to: number;
  /** The highest number that the condition was true of. */
  readonly peak: number;
  /** Matches that belong to it. */
  readonly count: number;
  /** The first and the latest of them. */
  readonly matches: readonly Match[];
}
