import type { Verdict } from '#kernel/outcome.ts';
import type { Inspection } from '../inspection.ts';
import { allChecks } from './all-checks.ts';
import type { Check, CheckMeta, Judgement } from './check.ts';

export interface CheckResult extends Judgement {
  readonly check: CheckMeta;
}

export interface Report {
  readonly results: readonly CheckResult[];
  /** Checks that have nothing to say about this target, with the reason. */
  readonly notRun: readonly { readonly check: CheckMeta; readonly reason: string }[];
  readonly counts: Readonly<Record<Verdict, number>>;
}

/** Judges a saved inspection with every check. Pure: it can be judged again later with newer checks. */
export function judgeInspection(inspection: Inspection, checks: readonly Check[] = allChecks): Report {
  const results: CheckResult[] = [];
  const notRun: { check: CheckMeta; reason: string }[] = [];
  for (const check of checks) {
    const reason = check.notFor?.(inspection) ?? null;
    if (reason === null) results.push({ check: check.meta, ...check.judge(inspection) });
    else notRun.push({ check: check.meta, reason });
  }
  const count = (verdict: Verdict) => results.filter((result) => result.verdict === verdict).length;
  return { results, notRun, counts: { ok: count('ok'), found: count('found'), unknown: count('unknown') } };
}
