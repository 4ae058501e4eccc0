import { type InspectionReport, isIncomplete, scriptsOf } from './inspection-report.ts';

/** The documented JSON document of `shopbell inspect --format json`. */
export function toJson(result: InspectionReport): string {
  const { inspection, report, elapsedMs } = result;
  const checks = report.results.map(({ check, verdict, weaknesses, evidence }) => ({
    id: check.id,
    title: check.title,
    verdict,
    severity: check.severity,
    findings: weaknesses.map((weakness) => ({
      key: weakness.key,
      severity: weakness.severity,
      title: weakness.title,
      where: weakness.url,
      evidence: weakness.evidence.map((item) => item.text),
      fix: weakness.remedy ?? check.remedy,
    })),
    evidence: evidence.map((item) => item.text),
  }));
  const document = {
    schema: 'shopbell.inspect/1',
    target: inspection.target,
    startedAt: inspection.startedAt,
    depth: inspection.depth,
    complete: !isIncomplete(result),
    counts: report.counts,
    checks,
    unknown: report.results.filter((item) => item.verdict === 'unknown').map((item) => item.check.id),
    notRun: report.notRun.map(({ check, reason }) => ({ id: check.id, reason })),
    scripts: scriptsOf(result),
    elapsedMs,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
