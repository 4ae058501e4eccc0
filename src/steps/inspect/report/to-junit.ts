import type { InspectionReport } from './inspection-report.ts';

/** JUnit XML: one test case a check. What could not be checked is an error, never a pass; what was not run is skipped. */
export function toJunit({ inspection, report, elapsedMs }: InspectionReport): string {
  const { found, unknown } = report.counts;
  const total = report.results.length + report.notRun.length;
  const cases = report.results.map((item) => {
    const open = `    <testcase classname="shopbell.inspect" name="${escapeXml(item.check.id)}: ${escapeXml(item.check.title)}"`;
    if (item.verdict === 'ok') return `${open}/>`;
    if (item.verdict === 'unknown') return `${open}><error message="${escapeXml(item.evidence[0]?.text ?? 'unknown')}"/></testcase>`;
    const text = item.weaknesses.map((weakness) => `${weakness.severity}: ${weakness.title} (${weakness.url})`).join('\n');
    const fix = item.weaknesses[0]?.remedy ?? item.check.remedy;
    return `${open}><failure message="${escapeXml(item.weaknesses[0]?.title ?? '')}">${escapeXml(`${text}\n${fix}`)}</failure></testcase>`;
  });
  const skipped = report.notRun.map(
    ({ check, reason }) =>
      `    <testcase classname="shopbell.inspect" name="${escapeXml(check.id)}: ${escapeXml(check.title)}"><skipped message="${escapeXml(reason)}"/></testcase>`,
  );
  const counts = `tests="${total}" failures="${found}" errors="${unknown}" skipped="${report.notRun.length}" time="${(elapsedMs / 1_000).toFixed(3)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="${escapeXml(inspection.target)}" timestamp="${inspection.startedAt}" ${counts}>`,
    ...cases,
    ...skipped,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function escapeXml(text: string): string {
  const words: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
  return text.replace(/[^\t\n\r -\ud7ff\ue000-\ufffd]/g, '').replace(/[&<>"']/g, (char) => words[char] ?? char);
}
