import type { EventItem } from '../http/make-event-rows.ts';
import { readNdjson } from '../http/read-ndjson.ts';
import type { RejectedLine } from '../read-request-lines.ts';
import type { SyslogMessage } from './read-message.ts';

/** A message with its text. */
export interface TakenMessage extends SyslogMessage {
  readonly text: Buffer;
}

const SEVERITIES = ['emergency', 'alert', 'critical', 'error', 'warning', 'notice', 'info', 'debug'];
const INFO = 6;
const NO_ACCESS_LINE = new Set(['not a log line', 'not JSON', 'no time in it', 'no request in it']);
const WEB_SERVERS = /^(nginx|haproxy|apache2?|httpd|caddy|traefik|envoy|varnish(ncsa)?|lighttpd|openresty|angie)$/i;

/**
 * What a line tells that is no line of an access log: an event of an application. `null` when it is what its reader says it is, a rejected
 * line: so is a web server's own line of severity info, which should have been one of its access log.
 */
export function eventOf(message: TakenMessage, rejected: RejectedLine): EventItem | null {
  if (!NO_ACCESS_LINE.has(rejected.reason)) return null;
  const app = decode(message.app);
  if (message.severity === INFO && WEB_SERVERS.test(app)) return null;
  const text = message.text.toString('utf8').trim();
  const [json] = text.startsWith('{') ? readNdjson(text) : [];
  const told = typeof json === 'object' ? json : null;
  const fields = Object.entries(message.fields).map(([name, value]) => [decode(name), decode(value)] as const);
  return {
    at: told?.at ?? message.at,
    name: told?.name ?? '',
    severity: told?.severity || (SEVERITIES[message.severity] ?? ''),
    service: told?.service || app,
    traceId: '',
    attributes: {
      ...Object.fromEntries(fields),
      ...(message.host === '' ? {} : { 'host.name': decode(message.host) }),
      ...told?.attributes,
    },
    body: told === null ? text : told.body || (told.name === '' ? text : ''),
  };
}

function decode(word: string): string {
  return Buffer.from(word, 'latin1').toString('utf8');
}
