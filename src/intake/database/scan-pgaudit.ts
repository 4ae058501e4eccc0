import type { Json } from '../formats/scan-json.ts';
import { readAuditTime } from './audit-time.ts';
import { cutQuoted } from './cut-quoted.ts';
import type { AuditRecord } from './statement.ts';

// Sources: PostgreSQL's documentation, "Error Reporting and Logging" (log_line_prefix, csvlog, jsonlog); README of pgaudit (format of an entry).
const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? ?(?:[A-Z]{3,4}|[+-]\d\d(?::?\d\d)?)/;
const CSV = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ [A-Z+-][A-Z0-9:]*,/;
const LEVEL = /\b(?:DEBUG\d?|LOG|INFO|NOTICE|WARNING|ERROR|FATAL|PANIC|DETAIL|HINT|STATEMENT|CONTEXT|QUERY|LOCATION): {1,2}/;
const AUDIT = 'AUDIT: ';
/** Before any other level: what a client calls itself stands in front of the message and may look like one. */
const AUDITED = /\b(?:DEBUG\d?|LOG|INFO|NOTICE|WARNING): {1,2}(?=AUDIT: (?:SESSION|OBJECT),)/;

/** Whether a line begins a record of PostgreSQL's log, in its plain or its csv format. */
export function beginsPostgres(line: string): boolean {
  return TIME.test(line) && (CSV.test(line) || LEVEL.test(line));
}

/** Reads one record of PostgreSQL's log, plain or csv, for what pgaudit wrote into it. */
export function scanPgaudit(record: string): AuditRecord {
  if (CSV.test(record)) return scanCsv(record);
  const level = AUDITED.exec(record) ?? LEVEL.exec(record);
  if (level === null) return null;
  const message = record.slice(level.index + level[0].length);
  if (!message.startsWith(AUDIT)) return 'other';
  if (isOpen(message)) return 'open';
  const time = TIME.exec(record)?.[0] ?? '';
  const prefix = record.slice(time.length, level.index);
  // `%u@%d` as Debian and Amazon write it, or `user=…,db=…,app=…,client=…`.
  const at = /([^\s:@,=[\]]+)@([^\s:@,=[\]]+)/.exec(prefix);
  const named = (name: string): string => new RegExp(`\\b${name}=([^,\\s]*)`).exec(prefix)?.[1] ?? '';
  return statement(message, {
    time,
    user: named('user') || (at?.[1] ?? ''),
    database: named('db') || (at?.[2] ?? ''),
    program: named('app'),
    address: named('client') || named('host') || addressIn(prefix),
  });
}

function scanCsv(record: string): AuditRecord {
  if (isOpen(record)) return 'open';
  const [time = '', user = '', database = '', , from = '', , , , , , , , , message = ''] = cutQuoted(record);
  if (!message.startsWith(AUDIT)) return 'other';
  const program = cutQuoted(record)[22] ?? '';
  return statement(message, { time, user, database, program, address: addressOf(from) });
}

/** Reads one record of PostgreSQL's log in its JSON format; `null` when it is none. */
export function scanPgJson(record: Json): AuditRecord {
  const { timestamp, message, error_severity: severity } = record;
  if (typeof timestamp !== 'string' || typeof message !== 'string' || typeof severity !== 'string') return null;
  if (!message.startsWith(AUDIT)) return 'other';
  const text = (name: string): string => (typeof record[name] === 'string' ? record[name] : '');
  const address = addressOf(text('remote_host'));
  return statement(message, { time: timestamp, user: text('user'), database: text('dbname'), program: text('application_name'), address });
}

interface Client {
  readonly time: string;
  readonly user: string;
  readonly database: string;
  readonly program: string;
  readonly address: string;
}

/** `SESSION,1,1,READ,SELECT,TABLE,public.customers,"select …",<none>`, and the number of rows behind it when pgaudit.log_rows is on. */
function statement(message: string, { time, ...client }: Client): AuditRecord {
  const at = readAuditTime(time);
  if (at === null) return '!the time zone of the audit record is not known';
  const values = cutQuoted(message.slice(AUDIT.length));
  const [kind = '', , , family = '', command = '', type = '', table = '', sql = ''] = values;
  if (!/^(SESSION|OBJECT)$/.test(kind) || values.length < 9) return '!no audit record of pgaudit';
  if (family !== 'READ' && !/^copy\b/i.test(sql)) return 'other';
  const last = values.length > 9 ? (values.at(-1) ?? '') : '';
  return {
    ...{ at, ...client, dialect: 'postgres', bytes: 0, key: '' },
    sql: sql.startsWith('<') ? '' : sql,
    table: type === 'TABLE' || type === 'VIEW' || type === 'MATERIALIZED VIEW' ? table : '',
    // Of COPY pgaudit 1.7 always says 0.
    rows: /^\d{1,15}$/.test(last) && !(command === 'COPY' && last === '0') ? Number(last) : null,
  };
}

/** Whether a quoted value goes on behind the end of this text. */
function isOpen(text: string): boolean {
  let marks = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) marks++;
  return marks % 2 === 1;
}

function addressIn(prefix: string): string {
  return (
    /\b(?:\d{1,3}\.){3}\d{1,3}\b/.exec(prefix)?.[0] ?? /(?<![\w:])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])/i.exec(prefix)?.[0] ?? ''
  );
}

/** Without the port, and without `[local]`. */
function addressOf(from: string): string {
  if (from === '' || from.startsWith('[local]')) return '';
  return /^(\d{1,3}(?:\.\d{1,3}){3})(?::\d+)?$/.exec(from)?.[1] ?? from.replace(/^\[(.*)\](?::\d+)?$/, '$1');
}
