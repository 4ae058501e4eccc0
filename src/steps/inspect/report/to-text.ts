import { compareSeverity, type Outcome } from '#kernel/outcome.ts';
import { type CheckResult, sumUp } from '../checks/judge-inspection.ts';
import { inWords, scoreOf } from '../checks/score-of.ts';
import { platformOf } from '../components/platforms/platform-of.ts';
import { platformWords } from '../components/platforms/recognise-platform.ts';
import { type InspectionReport, scriptsOf } from './inspection-report.ts';

/** For people at a terminal: what to mend first, then what could not be checked, then what is fine. */
export function toText(result: InspectionReport): string {
  const { inspection, report, elapsedMs } = result;
  const { ok, found, unknown } = sumUp(report);
  const score = scoreOf(report);
  const weaknesses = report.results
    .flatMap((item) => item.weaknesses.map((weakness) => ({ weakness, check: item.check })))
    .sort((a, b) => compareSeverity(b.weakness.severity, a.weakness.severity));
  const lines = [
    `${inspection.target}: ${weaknesses.length} to mend, ${unknown} could not be checked, ${ok} fine (${found + unknown + ok} checks, ${(elapsedMs / 1_000).toFixed(1)} s)`,
    `Score ${inWords(score)}`,
    `Platform: ${platformWords(platformOf(inspection))}`,
    '',
    ...weaknesses.flatMap(({ weakness, check }) => [
      `${weakness.severity.toUpperCase().padEnd(8)} ${weakness.title}`,
      `         ${weakness.url}`,
      ...weakness.evidence.map((item) => `         ${item.text}`),
      `         → ${(weakness.remedy ?? check.remedy).replaceAll('\n', '\n           ')}`,
      '',
    ]),
    ...section('Could not be checked', report.results, 'unknown'),
    ...section('Fine', report.results, 'pass'),
    ...section('Does not apply', report.results, 'notApplicable'),
    ...scriptLines(result),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function section(heading: string, results: readonly CheckResult[], outcome: Outcome): string[] {
  const items = results.filter((item) => item.outcome === outcome);
  return items.length === 0
    ? []
    : [heading, ...items.map((item) => `  ${item.check.id}: ${item.evidence[0]?.text ?? item.check.title}`), ''];
}

function scriptLines(result: InspectionReport): string[] {
  const scripts = scriptsOf(result);
  if (scripts.length === 0) return [];
  return [
    'Scripts on the payment page',
    ...scripts.map((script) => `  ${script.party.padEnd(6)} ${script.hash.slice(0, 16)} ${script.bytes} B ${script.url}`),
  ];
}
