import { escapeXml } from './escape-xml.ts';
import type { InspectionReport } from './inspection-report.ts';

/** One test case. `skipped`: it does not apply; `error`: it could not be checked. */
export interface JunitCase {
  readonly group: string;
  readonly name: string;
  readonly outcome: 'pass' | 'failure' | 'error' | 'skipped';
  /** One line: why it did not pass. */
  readonly message: string;
  /** The whole story; '' when there is none. */
  readonly text: string;
  readonly seconds?: number;
}

/** JUnit XML: one test case a check. What could not be checked is an error, never a pass; what was not run is skipped. */
export function toJunit(result: InspectionReport): string {
  const cases = result.report.results.map((item): JunitCase => {
    const about = { group: 'shopbell.inspect', name: `${item.check.id}: ${item.check.title}` };
    const why = item.evidence[0]?.text ?? item.outcome;
    if (item.outcome === 'pass') return { ...about, outcome: 'pass', message: '', text: '' };
    if (item.outcome === 'unknown') return { ...about, outcome: 'error', message: why, text: '' };
    if (item.outcome === 'notApplicable') return { ...about, outcome: 'skipped', message: why, text: '' };
    const lines = item.weaknesses.map((weakness) => `${weakness.severity}: ${weakness.title} (${weakness.url})`);
    const text = [...lines, item.weaknesses[0]?.remedy ?? item.check.remedy].join('\n');
    return { ...about, outcome: 'failure', message: item.weaknesses[0]?.title ?? '', text };
  });
  return junitXml(result, cases);
}

/** The document, in the form that Jenkins, GitLab, GitHub actions and Bitbucket read. */
export function junitXml(
  { inspection, elapsedMs }: Pick<InspectionReport, 'inspection' | 'elapsedMs'>,
  cases: readonly JunitCase[],
): string {
  const count = (outcome: JunitCase['outcome']) => cases.filter((one) => one.outcome === outcome).length;
  const counts = `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}" time="${(elapsedMs / 1_000).toFixed(3)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="Shopbell" ${counts}>`,
    `  <testsuite name="${escapeXml(inspection.target)}" timestamp="${inspection.startedAt.slice(0, 19)}" hostname="localhost" ${counts}>`,
    ...cases.map(caseXml),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function caseXml({ group, name, outcome, message, text, seconds = 0 }: JunitCase): string {
  const open = `    <testcase classname="${group}" name="${escapeXml(name)}" time="${seconds.toFixed(3)}"`;
  const said = `message="${escapeXml(message)}"`;
  if (outcome === 'pass') return text === '' ? `${open}/>` : `${open}><system-out>${escapeXml(text)}</system-out></testcase>`;
  if (outcome === 'skipped') return `${open}><skipped ${said}/></testcase>`;
  return `${open}><${outcome} ${said} type="${outcome}">${escapeXml(text)}</${outcome}></testcase>`;
}
