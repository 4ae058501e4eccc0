import type { RegisterRow } from '../store.ts';
import { factNames } from './fact-table.ts';
import { showFactValue } from './parse-fact-input.ts';

const columns = [
  'number',
  'version',
  'written_at',
  'written_by',
  'title',
  'aware_at',
  'deadline',
  'people_at_least',
  'people_at_most',
  'severity',
  'register',
  'authority',
  'people',
  'decided_by',
  'decided_at',
  'deviation',
  'effects',
  'remedies',
  'reasons',
];

/** The register as CSV (RFC 4180, every version). Cells that a spreadsheet would run as a formula start with an apostrophe. Pure. */
export function registerCsv(entries: readonly RegisterRow[]): string {
  const rows = entries.map(({ number, version, at, written_by, entry }) => {
    const { people, severity, decision } = entry;
    const facts = factNames.map((name) => {
      const fact = entry.facts[name];
      return fact ? `${showFactValue(fact.value)} (${fact.certainty})` : '';
    });
    return [
      number,
      version,
      at.toISOString(),
      written_by,
      entry.title,
      entry.awareAt,
      entry.deadline,
      people.atLeast,
      people.atMost ?? '',
      severity.low === severity.high ? severity.low : `${severity.low}-${severity.high}`,
      decision?.register ?? '',
      decision?.authority ?? '',
      decision?.people ?? '',
      decision?.by ?? '',
      decision?.at ?? '',
      entry.deviation ?? '',
      entry.effects ?? '',
      entry.remedies ?? '',
      entry.reasons.map((reason) => `${reason.rule}: ${reason.text}`).join(' | '),
      ...facts,
    ];
  });
  return [[...columns, ...factNames], ...rows]
    .map((row) => row.map((cell) => quote(String(cell))).join(','))
    .join('\r\n')
    .concat('\r\n');
}

function quote(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
