import { readAuditTime } from './audit-time.ts';
import { cutQuoted } from './cut-quoted.ts';
import type { AuditRecord } from './statement.ts';

// Source: MariaDB's documentation, "MariaDB Audit Plugin: Log Format"; Amazon's for Aurora, whose time is in microseconds.
const BEGIN = /^(?:\d{8} \d\d:\d\d:\d\d|\d{16}),/;
/** Statements that change tables, accounts or rights; and the comings and goings. */
const OTHER = new Set(['WRITE', 'CREATE', 'ALTER', 'RENAME', 'DROP', 'CONNECT', 'DISCONNECT', 'FAILED_CONNECT', 'CHANGEUSER']);

/** Whether a line is one of MariaDB's server_audit. */
export function beginsServerAudit(line: string): boolean {
  return BEGIN.test(line);
}

/**
 * `20260504 10:00:00,db1,app,10.0.0.5,7,12,QUERY,shop,'select …',0`: time, server, user, client, connection, query, operation, database,
 * object, return code. Its time is the server's own and names no zone. `READ` names a table, `QUERY` the statement; line breaks in it are written as `\n`.
 */
export function scanServerAudit(line: string, zone: string): AuditRecord {
  const values = cutQuoted(line, "'", true);
  const [time = '', , user = '', address = '', connection = '', query = '', operation = '', database = '', object = ''] = values;
  const at = readAuditTime(time, zone);
  if (at === null || values.length < 9) return '!no audit record of server_audit';
  if (OTHER.has(operation)) return 'other';
  const client = { user, address: address === 'localhost' ? '' : address, database, program: '' };
  const shared = { at, ...client, dialect: 'mysql', rows: null, bytes: 0, key: `${connection} ${query}` } as const;
  if (operation === 'READ') return { ...shared, sql: '', table: object };
  const failed = !/^0?$/.test(values[9] ?? '');
  if (!operation.startsWith('QUERY') || failed) return 'other';
  return { ...shared, sql: object.replaceAll('\\n', '\n').replaceAll("\\'", "''"), table: '' };
}
