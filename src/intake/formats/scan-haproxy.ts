import { asLocal } from '#kernel/local-time.ts';
import type { LogLine } from './log-line.ts';
import { withoutPort } from './scan-alb.ts';
import { scanRequestLine } from './scan-request-line.ts';

const LINE =
  /(?:^|: )(\S+:\d+) \[(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d:\d\d:\d\d(?:\.\d{1,3})?)\] \S+ \S+ [-+\d/]+?\/\+?(-?\d+) (-?\d+) \+?(\d+) \S+ \S+ \S+ \S+ \S+ (?:\{([^}]*)\} )?(?:\{[^}]*\} )?"((?:[^"\\]|\\.)*)"?/;
const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';

/**
 * Reads HAProxy's HTTP log (`option httplog`), also behind a syslog prefix. It names no time zone: `zone` (IANA name) says which it is. Captured
 * request headers are told apart by their looks: a host, an agent. Returns '' or why not.
 */
export function scanHaproxy(line: string, into: LogLine, zone = 'UTC'): string {
  const found = LINE.exec(line);
  if (found === null) return 'not a log line';
  const [, client = '', day = '', month = '', year = '', time = '', total, status, bytes, captured = '', request = ''] = found;
  into.at = Date.parse(`${year}-${String(MONTHS.indexOf(month) / 3 + 1).padStart(2, '0')}-${day}T${time}Z`);
  if (Number.isNaN(into.at)) return 'no time in it';
  if (zone !== 'UTC') into.at = asLocal(into.at, zone);
  into.address = withoutPort(client);
  into.status = Math.max(0, Number(status));
  into.bytes = Number(bytes);
  into.durationMs = Number(total) < 0 ? null : Number(total);
  for (const header of captured.split('|')) {
    if (into.agent === '' && /[/(].* |^[\w-]+\/\d/.test(header)) into.agent = header;
    else if (into.host === '' && /^[\w-]+(\.[\w-]+)+(:\d+)?$/.test(header)) into.host = header.replace(/:\d+$/, '');
  }
  scanRequestLine(request === '<BADREQ>' ? '-' : request, into);
  return '';
}
