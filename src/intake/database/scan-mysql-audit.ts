import type { Json } from '../formats/scan-json.ts';
import { readAuditTime } from './audit-time.ts';
import type { AuditRecord } from './statement.ts';

/**
 * Reads one record of the JSON audit log of MySQL Enterprise (and Percona's filter plugin, which writes the same), or of Percona's older
 * `audit_log`. `null` when it is none. Sources: MySQL's manual, "Audit Log File Formats"; Percona's documentation of audit_log.
 */
export function scanMysqlJson(record: Json, zone: string): AuditRecord {
  const older = inner(record.audit_record);
  if (older !== null) return scanPercona(older, zone);
  const { timestamp } = record;
  if (typeof timestamp !== 'string' || typeof record.class !== 'string' || typeof record.event !== 'string') return null;
  const at = readAuditTime(timestamp, zone);
  if (at === null) return '!the time of the audit record cannot be read';
  const general = inner(record.general_data);
  const access = inner(record.table_access_data);
  const told = access ?? general;
  if (told === null || (general !== null && general.status !== 0 && general.status !== undefined)) return 'other';
  if (record.class === 'table_access' && record.event !== 'read') return 'other';
  const account = inner(record.account);
  const login = inner(record.login);
  const counted = inner(record.query_statistics);
  const sql = text(told.query);
  if (sql === '' && text(told.table) === '') return 'other';
  return {
    ...{ at, dialect: 'mysql', program: '', sql, table: text(access?.table) },
    user: text(account?.user) || text(login?.user),
    address: text(login?.ip) || withoutLocal(text(account?.host)),
    database: text(access?.db) || text(general?.db),
    rows: whole(counted?.rows_sent),
    bytes: whole(counted?.bytes_sent) ?? 0,
    key: record.connection_id === undefined || sql === '' ? '' : `${String(record.connection_id)} ${timestamp} ${sql.slice(0, 200)}`,
  };
}

function scanPercona(record: Json, zone: string): AuditRecord {
  const at = readAuditTime(text(record.timestamp), zone);
  if (at === null) return '!the time of the audit record cannot be read';
  const sql = text(record.sqltext);
  if (sql === '' || (record.status !== 0 && record.status !== undefined)) return 'other';
  const user = text(record.user);
  return {
    ...{ at, dialect: 'mysql', program: '', sql, table: '', rows: null, bytes: 0, key: '' },
    user: /^[^[\s]*/.exec(user)?.[0] ?? '',
    address: text(record.ip) || withoutLocal(text(record.host)),
    database: text(record.db),
  };
}

function inner(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function whole(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

function withoutLocal(host: string): string {
  return host === 'localhost' ? '' : host;
}
