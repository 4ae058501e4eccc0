import { sumUp } from '../checks/judge-inspection.ts';
import type { InspectionReport } from './inspection-report.ts';

/** JUnit XML: one test case a check. What could not be checked is an error, never a pass; what was not run is skipped. */
export function toJunit({ inspection, report, elapsedMs }: InspectionReport): string {
  const { found, unknown } = sumUp(report);
  const skipped = report.counts.notApplicable;
  const cases = report.results.map((item) => {
    const open = `    <testcase classname="shopbell.inspect" name="${escapeXml(item.check.id)}: ${escapeXml(item.check.title)}"`;
    const why = escapeXml(item.evidence[0]?.text ?? item.outcome);
    if (item.outcome === 'pass') return `${open}/>`;
    if (item.outcome === 'unknown') return `${open}><error message="${why}"/></testcase>`;
    if (item.outcome === 'notApplicable') return `${open}><skipped message="${why}"/></testcase>`;
    const text = item.weaknesses.map((weakness) => `${weakness.severity}: ${weakness.title} (${weakness.url})`).join('\n');
    const fix = item.weaknesses[0]?.remedy ?? item.check.remedy;
    return `${open}><failure message="${escapeXml(item.weaknesses[0]?.title ?? '')}">${escapeXml(`${text}\n${fix}`)}</failure></testcase>`;
  });
  const counts = `tests="${report.results.length}" failures="${found}" errors="${unknown}" skipped="${skipped}" time="${(elapsedMs / 1_000).toFixed(3)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="${escapeXml(inspection.target)}" timestamp="${inspection.startedAt}" ${counts}>`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function escapeXml(text: string): string {
  const words: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
  return text.replace(/[^\t\n\r -\ud7ff\ue000-\ufffd]/g, '').replace(/[&<>"']/g, (char) => words[char] ?? char);
}
