import { inUnits } from '../../gate/compare-measures.ts';
import type { GateReport } from '../../gate/judge-gate.ts';
import type { JudgedItem } from '../../gate/types.ts';
import { acceptanceWords, componentLines, countOf, shrinkLines, standingWords, todayOf, verdictOf } from './gate-words.ts';

const MOST_LINES = 20;

/** For people at a terminal or in a log: the result, what stops the release and what to do, then the rest in short. */
export function toGateText(result: GateReport): string {
  const { inspection, decision, journeys, unknown, level, elapsedMs, agreed } = result;
  const { failing, known, below, expired, unchecked } = decision;
  const mild = expired.filter((item) => !failing.includes(item));
  const today = todayOf(result);
  const lines = [
    `${verdictOf(result)} (${inspection.target}, ${level} and above, ${(elapsedMs / 1_000).toFixed(1)} s)`,
    result.compared ? '' : 'There is no baseline to compare with: everything counts as new.\n',
    ...journeys
      .filter(({ outcome }) => outcome !== 'passed')
      .flatMap(({ name, outcome, reason }) => [
        `JOURNEY  ${name} ${outcome === 'failed' ? 'failed' : 'could not be made'}`,
        `         ${reason}`,
        '',
      ]),
    ...failing.flatMap((item) => [
      `${item.severity.toUpperCase().padEnd(8)} ${item.title}`,
      `         ${standingWords(item)}; ${item.check}, ${item.where}`,
      ...item.evidence.slice(0, 5).map((text) => `         ${text}`),
      `         → ${item.fix.replaceAll('\n', '\n           ')}`,
      '',
    ]),
    ...section(
      'Could not be checked',
      unknown.map(({ id, reason }) => `${id}: ${reason}`),
    ),
    ...section('New or worse, below the level', below.map(short)),
    ...section('No longer accepted, below the level', mild.map(short)),
    ...section(
      'Known',
      known.map((item) => `${short(item)}${item.entry === null ? '' : ` (${acceptanceWords(item.entry, today)})`}`),
    ),
    ...section(
      'Known, not looked at this time',
      unchecked.map(({ check, title, key }) => `${check}: ${title || key}`),
    ),
    ...section('Baseline can shrink', shrinkLines(result)),
    ...section(
      'Agreed to now: give each an owner, a reason and a last day in the file',
      agreed.map(({ severity, check, title }) => `${severity} ${check}: ${title}`),
    ),
    ...section('Components', componentLines(result)),
    ...section('Budgets', budgetLines(result)),
    ...section(
      'Journeys',
      journeys.filter(({ outcome }) => outcome === 'passed').map(({ name, reason }) => `${name} passed: ${reason}`),
    ),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function short({ severity, check, title }: JudgedItem): string {
  return `${severity} ${check}: ${title}`;
}

function section(heading: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const more = lines.length - MOST_LINES;
  const shown = lines.slice(0, MOST_LINES).map((line) => `  ${line}`);
  return [heading, ...shown, ...(more > 0 ? [`  and ${countOf(more, 'more line')}`] : []), ''];
}

/** A line a page: what was measured, and what passes. */
function budgetLines({ budgets }: GateReport): string[] {
  const pages = [...new Set(budgets.map(({ page }) => page))];
  return pages.map((page) => {
    const own = budgets.filter((row) => row.page === page);
    const words = own.map(({ figure, value, most, outcome }) => {
      const said = value === null ? 'unknown' : inUnits(figure, value);
      return `${figure} ${said}${most === null ? '' : ` of ${inUnits(figure, most)}`}${outcome === 'fail' ? ' (too much)' : ''}`;
    });
    return `${page}: ${words.join(', ')}`;
  });
}
