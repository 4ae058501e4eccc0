import type { Outcome } from '#kernel/outcome.ts';
import type { Inspection } from '../inspection.ts';
import { allChecks } from './all-checks.ts';
import { type Check, type CheckMeta, type Judgement, notApplicable, unknown } from './check.ts';
import { remedyKeysOf, remedyOf } from './remedy-of.ts';

export interface CheckResult extends Judgement {
  readonly check: CheckMeta;
}

export interface Report {
  /** Every check, also those that have nothing to say about this target. */
  readonly results: readonly CheckResult[];
  readonly counts: Readonly<Record<Outcome, number>>;
}

/** Judges a saved inspection with every check; what to do is said for the platform and the server that were recognised. Pure: it can be judged again later with newer checks. */
export function judgeInspection(inspection: Inspection, checks: readonly Check[] = allChecks): Report {
  const keys = remedyKeysOf(inspection);
  const results = checks.map((check): CheckResult => {
    const judgement = judgeOne(check, inspection);
    const weaknesses = judgement.weaknesses.map((one) => ({ ...one, remedy: remedyOf(check.meta, one.remedy ?? check.meta.remedy, keys) }));
    return { check: check.meta, ...judgement, weaknesses };
  });
  const count = (outcome: Outcome) => results.filter((result) => result.outcome === outcome).length;
  return {
    results,
    counts: {
      ...{ pass: count('pass'), fail: count('fail'), warn: count('warn') },
      ...{ unknown: count('unknown'), notApplicable: count('notApplicable') },
    },
  };
}

function judgeOne(check: Check, inspection: Inspection): Judgement {
  // A saved inspection of an earlier version lacks what was not collected then.
  if (check.meta.requires.some((part) => inspection[part] === undefined))
    return unknown('This inspection was made before that was looked at.');
  const reason = check.notFor?.(inspection) ?? null;
  return reason === null ? check.judge(inspection) : notApplicable(reason);
}

/** The three numbers that people are told: fine, to mend, could not be checked. */
export function sumUp({ counts }: Report): { readonly ok: number; readonly found: number; readonly unknown: number } {
  return { ok: counts.pass, found: counts.fail + counts.warn, unknown: counts.unknown };
}
