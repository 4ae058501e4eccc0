import type { LogLine } from './log-line.ts';
import { scanRequestLine } from './scan-request-line.ts';
import { visitorAddress } from './visitor-address.ts';

const LINE =
  /^\[(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)\] "((?:[^"\\]|\\.)*)" (\d{1,3}|-) \S+ (?:\S+ \S+ )?(?:"[^"]*" )?(\d+) (\d+) (\d+) (\S+) "([^"]*)" "((?:[^"\\]|\\.)*)" "[^"]*" "([^"]*)"/;

/** Reads Envoy's default text format, also Istio's. Returns '' or why not. */
export function scanEnvoy(line: string, into: LogLine): string {
  const found = LINE.exec(line);
  if (found === null) return 'not a log line';
  const [, time = '', request = '', status = '', , sent, duration, , forwarded = '', agent = '', authority = ''] = found;
  into.at = Date.parse(time);
  if (Number.isNaN(into.at)) return 'no time in it';
  // Who asked stands only in the forwarded header.
  into.address = visitorAddress('', forwarded);
  into.host = authority === '-' ? '' : authority;
  scanRequestLine(request, into);
  into.status = status === '-' ? 0 : Number(status);
  into.bytes = Number(sent);
  into.durationMs = Number(duration);
  into.agent = agent === '-' ? '' : agent;
  return '';
}
