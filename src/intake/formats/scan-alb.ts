import type { LogLine } from './log-line.ts';
import { scanRequestLine } from './scan-request-line.ts';

const HEAD =
  /^(?:(?:https?|h2|grpcs?|wss?) )?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z) \S+ (\S+) \S+ (-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (\d{3}|-) \S+ \d+ (\d+) "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)"(?: (\S+) (\S+))?/;

/** Reads access logs of AWS' load balancers: application (with a type in front) and classic. Returns '' or why not. */
export function scanAlb(line: string, into: LogLine): string {
  const found = HEAD.exec(line);
  if (found === null) return 'not a log line';
  const [, time = '', client = '', wait, work, send, status = '', bytes, request = '', agent = '', cipher = '-', protocol = '-'] = found;
  into.at = Date.parse(time);
  if (Number.isNaN(into.at)) return 'no time in it';
  into.address = withoutPort(client);
  into.status = status === '-' ? 0 : Number(status);
  into.bytes = Number(bytes);
  scanRequestLine(request, into);
  into.agent = agent === '-' ? '' : agent;
  // -1 in one of the three: the connection ended before.
  const parts = [wait, work, send].map(Number);
  into.durationMs = parts.some((part) => part < 0) ? null : Math.round(parts.reduce((sum, part) => sum + part, 0) * 1_000_000) / 1000;
  into.tls = [protocol, cipher].filter((one) => one !== '-').join(' ');
  return '';
}

/** `192.0.2.1:2817` and `[2001:db8::1]:443`. */
export function withoutPort(text: string): string {
  return /^\[(.+)\]:\d+$/.exec(text)?.[1] ?? text.replace(/^([^:]+):\d+$/, '$1');
}
