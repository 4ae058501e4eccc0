import type { Evidence, Severity, Verdict } from '#kernel/outcome.ts';
import type { Inspection } from '../inspection.ts';

/** What a check is, beside its judgement. */
export interface CheckMeta {
  /** Constant over versions. */
  readonly id: string;
  /** What is checked, as a short statement. */
  readonly title: string;
  readonly severity: Severity;
  /** Parts of the inspection that it reads. */
  readonly requires: readonly (keyof Inspection)[];
  /** What to do about it. */
  readonly remedy: string;
}

/** One weakness. `key` names it within its check and shop, so that it is recognised next time. */
export interface Weakness {
  readonly key: string;
  readonly severity: Severity;
  readonly title: string;
  readonly url: string;
  readonly evidence: readonly Evidence[];
  readonly remedy?: string;
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly weaknesses: readonly Weakness[];
  /** Why it is unknown, or what fine rests on. */
  readonly evidence: readonly Evidence[];
}

/** Pure: the same inspection always gives the same judgement. */
export interface Check {
  readonly meta: CheckMeta;
  /** Why this check has nothing to say about this target, or null. */
  notFor?(inspection: Inspection): string | null;
  judge(inspection: Inspection): Judgement;
}

export function ok(text: string, kind: Evidence['kind'] = 'header'): Judgement {
  return { verdict: 'ok', weaknesses: [], evidence: [{ kind, text }] };
}

export function unknown(reason: string): Judgement {
  return { verdict: 'unknown', weaknesses: [], evidence: [{ kind: 'request', text: reason }] };
}

export function found(weaknesses: readonly Weakness[]): Judgement {
  return { verdict: 'found', weaknesses, evidence: weaknesses.flatMap((weakness) => weakness.evidence) };
}
