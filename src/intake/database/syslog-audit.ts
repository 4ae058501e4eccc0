import { asLocal } from '#kernel/local-time.ts';
import { DAY } from '#kernel/time.ts';

// Source: MariaDB's documentation, "MariaDB Audit Plugin: Log Format": sent to syslog, a record has no time of its own.
const RECORD = /^[^,\s]{0,255},[^,]{0,128},[^,]{0,255},\d{1,20},\d{1,20},[A-Z_]{3,20},/;
const PREFIX =
  /^(?:<\d{1,3}>)?(?:([A-Z][a-z]{2}) ([ \d]\d) (\d\d:\d\d:\d\d)|(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d))) \S{1,255} (?:\S{1,128}: {1,2})?\S{0,64}server_audit\S{0,64}: {0,2}/;

/** The program under which server_audit sends, unless it is told another one. */
export function isServerAudit(program: string): boolean {
  return program.includes('server_audit');
}

/** A record of server_audit without a time, as one of its file: with this one (ms since 1970). `''` when it is none. */
export function withTime(record: string, at: number): string {
  return RECORD.test(record) ? `${String(at * 1000).padStart(16, '0')},${record}` : '';
}

/**
 * A line of a syslog file that holds a record of MariaDB's server_audit, as a line of server_audit's own file; `''` when it is none. A date
 * without a year is the last one that was; one without a zone is of `zone` (IANA name).
 */
export function unwrapSyslogAudit(line: string, zone: string, now: Date): string {
  const found = PREFIX.exec(line.slice(0, 600));
  if (found === null) return '';
  const [prefix, month = '', day = '', time = '', whole = ''] = found;
  const at = whole === '' ? lastOf(`${month} ${day.trim()}`, time, zone, now) : Date.parse(whole);
  return Number.isNaN(at) ? '' : withTime(line.slice(prefix.length), at);
}

function lastOf(day: string, time: string, zone: string, now: Date): number {
  const year = now.getUTCFullYear();
  for (const one of [year + 1, year, year - 1]) {
    const utc = Date.parse(`${day} ${one} ${time} GMT`);
    const at = zone === 'UTC' || Number.isNaN(utc) ? utc : asLocal(utc, zone);
    if (at <= now.getTime() + DAY) return at;
  }
  return Number.NaN;
}
