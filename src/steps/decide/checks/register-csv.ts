import type { RegisterRow } from '../store.ts';
import { factNames } from './fact-table.ts';
import { notificationOf } from './filing-state.ts';
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
  'decided_register',
  'decided_authority',
  'decided_people',
  'decided_by',
  'decided_at',
  'deviation',
  'notified_at',
  'notified_to',
  'notification_reference',
  'notified_hours_after_aware',
  'reason_for_delay',
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
    const first = notificationOf((entry.filings ?? []).map((one) => ({ ...one, at: new Date(one.at) })));
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
      first?.at.toISOString() ?? '',
      first?.authority ?? '',
      first?.reference ?? '',
      first?.hoursAfterAware ?? '',
      first?.reasonForDelay ?? '',
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
