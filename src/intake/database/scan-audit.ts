import { parseObject } from '../formats/scan-json.ts';
import { beginsServerAudit, scanServerAudit } from './scan-mariadb-audit.ts';
import { scanMysqlJson } from './scan-mysql-audit.ts';
import { beginsPostgres, scanPgaudit, scanPgJson } from './scan-pgaudit.ts';
import type { AuditRecord, DatabaseStatement } from './statement.ts';
import { isServerAudit, unwrapSyslogAudit } from './syslog-audit.ts';

/** Told of each record that is whole. */
export interface AuditSink {
  statement(statement: DatabaseStatement, offset: number): void;
  /** A record that cannot be used, with why. `offset` and `line` of its beginning. */
  reject(reason: string, line: string, offset: number): void;
}

/** Reads records of audit logs that may go over several lines. */
export interface AuditScanner {
  /** Whether the line belongs to an audit log; only lines that are nothing else should come here. */
  take(line: string, offset: number): boolean;
  /** Where the record began that still waits for its next line; `null` when none does. */
  readonly openSince: number | null;
  /** Ends what waits: something else followed, or nothing more comes. */
  end(): void;
}

const LONGEST = 262_144;
/** MySQL's file is one long list: this begins it, if a record follows. */
const LIST = '[';

/** Makes a scanner for pgaudit (plain, csv, JSON), MariaDB's server_audit and MySQL's JSON audit log, told apart line by line. `zone`: of times that name none, `now`: for those without a year. */
export function makeAuditScanner(sink: AuditSink, zone: string, now: () => Date): AuditScanner {
  let open: { text: string; readonly offset: number } | null = null;
  let listed = false;
  const end = (): void => {
    if (open !== null) sink.reject('an audit record without its end', open.text, open.offset);
    open = null;
  };
  const give = (record: AuditRecord, text: string, offset: number): boolean => {
    if (record === null) return false;
    if (record === 'open') open = { text, offset };
    else if (typeof record === 'object') sink.statement(record, offset);
    else if (record.startsWith('!')) sink.reject(record.slice(1), text, offset);
    return true;
  };
  return {
    take(line, offset) {
      const begins = line === ']' && listed ? 'other' : scanFirst(line, zone, now);
      if (begins !== null) {
        if (open?.text === LIST && line.startsWith('{')) {
          listed = true;
          open = null;
        }
        end();
        return give(begins, line, offset);
      }
      if (open?.text === LIST) end();
      if (open === null) return false;
      const { text, offset: since } = open;
      open = null;
      const whole = `${text}\n${line}`;
      if (whole.length > LONGEST) sink.reject('an audit record that is too long', text, since);
      else give(scanPgaudit(whole), whole, since);
      return true;
    },
    get openSince() {
      return open?.offset ?? null;
    },
    end,
  };
}

/** Reads a line that begins a record. */
function scanFirst(line: string, zone: string, now: () => Date): AuditRecord {
  if (line === LIST) return 'open';
  if (line.charCodeAt(0) === 123) {
    const record = parseObject(line.endsWith(',') ? line.slice(0, -1) : line);
    return record === null ? null : (scanPgJson(record) ?? scanMysqlJson(record, zone));
  }
  if (beginsServerAudit(line)) return scanServerAudit(line, zone);
  if (beginsPostgres(line)) return scanPgaudit(line);
  const inner = isServerAudit(line.slice(0, 300)) ? unwrapSyslogAudit(line, zone, now()) : '';
  return inner === '' ? null : scanServerAudit(inner, zone);
}
