import { inUnits } from '../../gate/compare-measures.ts';
import type { GateReport } from '../../gate/judge-gate.ts';
import { acceptanceWords, componentLines, countOf, shrinkLines, standingWords, todayOf, verdictOf } from './gate-words.ts';

/** GitHub takes comments of 65,536 characters. */
const MOST = 60_000;
const MOST_ROWS = 50;

/** For a comment on a pull request: the result, a table of what is new, and the rest folded. The first line lets a program find its comment again. */
export function toGateMarkdown(result: GateReport): string {
  const { decision, journeys, unknown, inspection, level } = result;
  const sign = result.passed ? (unknown.length > 0 ? '❔' : '✅') : '❌';
  const today = todayOf(result);
  const parts = [
    '<!-- shopbell-gate -->',
    `### ${sign} ${escapeMarkdown(verdictOf(result))}`,
    `${escapeMarkdown(inspection.target)}, ${level} and above, ${(result.elapsedMs / 1_000).toFixed(1)} s.${result.compared ? '' : ' There is no baseline to compare with: everything counts as new.'}`,
    ...table(
      ['severity', 'what', 'why it counts', 'what to do'],
      decision.failing.map((item) => [item.severity, item.title, standingWords(item), item.fix]),
    ),
    ...table(
      ['journey', 'outcome', 'where'],
      journeys.filter(({ outcome }) => outcome !== 'passed').map(({ name, outcome, reason }) => [name, outcome, reason]),
    ),
    ...table(
      ['could not be checked', 'why'],
      unknown.map(({ id, reason }) => [id, reason]),
    ),
    ...folded(
      `${countOf(decision.known.length, 'known thing')}`,
      decision.known.map(
        (item) => `${item.severity} ${item.title}${item.entry === null ? '' : ` (${acceptanceWords(item.entry, today)})`}`,
      ),
    ),
    ...folded(
      `${countOf(decision.below.length, 'new thing')} below the level`,
      decision.below.map((item) => `${item.severity} ${item.title}`),
    ),
    ...folded('Baseline can shrink', shrinkLines(result)),
    ...folded(`Components: ${countOf(componentLines(result).length, 'difference')}`, componentLines(result)),
    ...folded('Budgets and journeys', [
      ...result.budgets.map(
        ({ page, figure, value, most }) =>
          `${page}: ${figure} ${value === null ? 'unknown' : inUnits(figure, value)}${most === null ? '' : ` of ${inUnits(figure, most)}`}`,
      ),
      ...journeys.filter(({ outcome }) => outcome === 'passed').map(({ name, reason }) => `${name} passed: ${reason}`),
    ]),
  ];
  const text = parts.join('\n\n');
  return text.length > MOST ? `${withinLimit(parts)}\n` : `${text}\n`;
}

/** Whole parts, as many as fit: a part that is cut would leave a fold open. */
function withinLimit(parts: readonly string[]): string {
  let room = MOST;
  const kept: string[] = [];
  for (const part of parts) {
    if (part.length + 2 > room) continue;
    room -= part.length + 2;
    kept.push(part);
  }
  return [...kept, '*Some parts are too long for a comment and are left out.*'].join('\n\n');
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const lines = rows.slice(0, MOST_ROWS).map((row) => `| ${row.map((cell) => escapeMarkdown(cell.slice(0, 400))).join(' | ')} |`);
  const more = rows.length - MOST_ROWS;
  return [
    [`| ${heads.join(' | ')} |`, `|${heads.map(() => '---').join('|')}|`, ...lines].join('\n'),
    ...(more > 0 ? [`and ${more} more`] : []),
  ];
}

function folded(heading: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const shown = lines.slice(0, MOST_ROWS).map((line) => `- ${escapeMarkdown(line.slice(0, 400))}`);
  const more = lines.length - MOST_ROWS;
  return [`<details><summary>${heading}</summary>\n\n${shown.join('\n')}${more > 0 ? `\n- and ${more} more` : ''}\n\n</details>`];
}

/** Text that a shop sent must not become markup, a link or a mention. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]()#+!|~$]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/@/g, '&#64;')
    .replace(/:\/\//g, '&#58;//');
}
