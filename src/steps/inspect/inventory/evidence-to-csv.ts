import type { Evidence } from './evidence.ts';

const HEAD = [
  'kind',
  'what',
  'state',
  'sha256 or value',
  'first seen',
  'last seen',
  'authorised at',
  'authorised by',
  'reason',
  'owner',
  'until',
];

/** The inventory as a table: a row a script, host and header (RFC 4180). What a spreadsheet would take for a formula is defused. */
export function evidenceToCsv({ scripts, hosts, headers, names }: Evidence): string {
  const who = (id: string | null) => (id === null ? '' : (names.get(id) ?? id));
  const day = (at: Date | null) => at?.toISOString() ?? '';
  const said = (row: {
    authorised_at: Date | null;
    authorised_by: string | null;
    reason: string | null;
    owner: string | null;
    until: Date | null;
  }) => [...[day(row.authorised_at), who(row.authorised_by), row.reason ?? '', row.owner ?? '', day(row.until)]];
  const rows = [
    HEAD,
    ...scripts.map((row) => ['script', row.url, row.standing, row.hash, day(row.first_seen), day(row.last_seen), ...said(row)]),
    ...hosts.map((row) => ['host', row.host, row.standing, '', day(row.first_seen), day(row.last_seen), ...said(row)]),
    ...headers.map((row) => ['header', row.name, row.standing, row.value, day(row.first_seen), day(row.last_seen), ...said(row)]),
  ];
  return `${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
