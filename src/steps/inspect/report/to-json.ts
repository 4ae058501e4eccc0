import type { CheckResult } from '../checks/judge-inspection.ts';
import { scoreOf } from '../checks/score-of.ts';
import { fingerprintOf } from './fingerprint-of.ts';
import { type InspectionReport, isIncomplete, scriptsOf } from './inspection-report.ts';

/**
 * The documented JSON document of `shopbell inspect --format json`. A check that found several things stands once for each of them,
 * with the same `id`; every other check stands once.
 */
export function toJson(result: InspectionReport): string {
  const { inspection, report, elapsedMs } = result;
  const document = {
    schema: 'shopbell.inspect/1',
    target: inspection.target,
    startedAt: inspection.startedAt,
    depth: inspection.depth,
    complete: !isIncomplete(result),
    counts: report.counts,
    score: scoreOf(report),
    checks: report.results.flatMap((item) => rowsOf(item, inspection.target)),
    unknown: report.results
      .filter((item) => item.outcome === 'unknown')
      .map((item) => ({ id: item.check.id, reason: item.evidence[0]?.text ?? '' })),
    scripts: scriptsOf(result),
    elapsedMs,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function rowsOf({ check, outcome, weaknesses, evidence }: CheckResult, target: string): object[] {
  const about = { area: check.area, about: check.title, owner: check.owner, references: check.references };
  if (weaknesses.length === 0) {
    const base = { id: check.id, outcome, severity: check.severity, title: check.title, where: target };
    return [{ ...base, evidence: evidence.map((item) => item.text), fix: outcome === 'pass' ? null : check.remedy, ...about }];
  }
  return weaknesses.map((weakness) => ({
    id: check.id,
    outcome,
    severity: weakness.severity,
    title: weakness.title,
    where: weakness.url,
    evidence: weakness.evidence.map((item) => item.text),
    fix: weakness.remedy ?? check.remedy,
    key: weakness.key,
    fingerprint: fingerprintOf(check.id, weakness.key),
    ...about,
  }));
}
