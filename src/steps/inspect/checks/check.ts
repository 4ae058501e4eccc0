import { compareSeverity, type Evidence, type Outcome, type Severity } from '#kernel/outcome.ts';
import type { Inspection } from '../inspection.ts';

/** What part of a shop a check is about: the folders of this room, and the parts of a score. */
export const areas = ['exposure', 'transport', 'headers', 'mail', 'components', 'accounts', 'trust', 'payment'] as const;
export type Area = (typeof areas)[number];

/** What a check is, beside its judgement. */
export interface CheckMeta {
  /** Constant over versions. */
  readonly id: string;
  readonly area: Area;
  /** What is checked, as a short statement that is true when all is well. */
  readonly title: string;
  /** The gravest that this check can find, as a rule. */
  readonly severity: Severity;
  /** Parts of the inspection that it reads. */
  readonly requires: readonly (keyof Inspection)[];
  /** For the owner, one sentence: what can happen to customers or shop when it fails. */
  readonly owner: string;
  /** For the engineer: what to do about it. */
  readonly remedy: string;
  /** The same in the words of a platform (`remedies` in `data/components/platforms.yaml`) or a server (nginx, apache, haproxy). */
  readonly remedies?: Readonly<Record<string, string>>;
  /** `CWE-548`, `ASVS 5.0 3.4.1`, `WSTG-CONF-04`, `PCI DSS 4.0.1 6.4.3`, `RFC 6797`. */
  readonly references: readonly string[];
}

/** One weakness. `key` names it within its check and shop, so that it is recognised next time: it holds nothing that changes at every visit. */
export interface Weakness {
  readonly key: string;
  readonly severity: Severity;
  readonly title: string;
  readonly url: string;
  readonly evidence: readonly Evidence[];
  readonly remedy?: string;
}

export interface Judgement {
  readonly outcome: Outcome;
  readonly weaknesses: readonly Weakness[];
  /** Why it is unknown or not applicable, or what a pass rests on. */
  readonly evidence: readonly Evidence[];
}

/** Pure: the same inspection always gives the same judgement. */
export interface Check {
  readonly meta: CheckMeta;
  /** Why this check has nothing to say about this target, or null. */
  notFor?(inspection: Inspection): string | null;
  judge(inspection: Inspection): Judgement;
}

export function pass(text: string, kind: Evidence['kind'] = 'header'): Judgement {
  return { outcome: 'pass', weaknesses: [], evidence: [{ kind, text }] };
}

export function unknown(reason: string): Judgement {
  return { outcome: 'unknown', weaknesses: [], evidence: [{ kind: 'request', text: reason }] };
}

export function notApplicable(reason: string): Judgement {
  return { outcome: 'notApplicable', weaknesses: [], evidence: [{ kind: 'request', text: reason }] };
}

/** `fail` when one of the weaknesses is at least `medium`, else `warn`. Give at least one. */
export function found(weaknesses: readonly Weakness[]): Judgement {
  const serious = weaknesses.some((weakness) => compareSeverity(weakness.severity, 'medium') >= 0);
  return { outcome: serious ? 'fail' : 'warn', weaknesses, evidence: weaknesses.flatMap((weakness) => weakness.evidence) };
}
