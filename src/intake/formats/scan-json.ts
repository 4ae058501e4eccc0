import type { LineScanner, LogLine } from './log-line.ts';
import { readAnyDate } from './scan-date.ts';
import { scanRequestLine, setTarget } from './scan-request-line.ts';

/** Names of the fields in which a shop's JSON log tells who it was. Dots go into nested objects. */
export interface JsonFields {
  readonly session: readonly string[];
  readonly account: readonly string[];
  readonly tried: readonly string[];
}

export type Json = Readonly<Record<string, unknown>>;

// nginx's own variable names, Caddy, Traefik, Elastic Common Schema, OpenTelemetry's HTTP names, and what people write by hand.
const AT = ['time_iso8601', 'time_local', '@timestamp', 'timestamp', 'StartUTC', 'start_time', 'ts', 'time', 'msec', 'date', 'at'];
const ADDRESS = [
  'remote_addr',
  'request.client_ip',
  'request.remote_ip',
  'client_ip',
  'clientip',
  'ClientHost',
  'source.ip',
  'client.address',
  'remote_ip',
  'remoteAddr',
  'ip',
  'address',
  'downstream_remote_address',
  'client',
];
const REQUEST = ['request', 'request_line', 'requestLine'];
const METHOD = ['request_method', 'method', 'request.method', 'RequestMethod', 'http.request.method', 'http.method', 'verb'];
const TARGET = [
  'request_uri',
  'request.uri',
  'RequestPath',
  'url.original',
  'url',
  'uri',
  'http.target',
  'path',
  'url.path',
  'target',
  'x-envoy-original-path',
  'x-envoy-origin-path',
];
const QUERY = ['args', 'query_string', 'query', 'url.query'];
const HOST = [
  'request.host',
  'http_host',
  'host',
  'RequestHost',
  'url.domain',
  'server_name',
  'vhost',
  'server.address',
  ':authority',
  'authority',
];
const STATUS = [
  'status',
  'DownstreamStatus',
  'http.response.status_code',
  'http.status_code',
  'status_code',
  'statusCode',
  'response_code',
  'response',
];
const BYTES = [
  'body_bytes_sent',
  'bytes_sent',
  'size',
  'DownstreamContentSize',
  'http.response.body.bytes',
  'http.response.body.size',
  'bytes',
  'response_size',
  'resp_body_size',
  'contentLength',
];
const REFERRER = ['http_referer', 'request.headers.Referer', 'request_Referer', 'http.request.referrer', 'referer', 'referrer'];
const AGENT = [
  'http_user_agent',
  'request.headers.User-Agent',
  'request_User-Agent',
  'user_agent.original',
  'user_agent',
  'userAgent',
  'user-agent',
  'agent',
  'ua',
];
const USER = ['remote_user', 'user_id', 'user.id', 'enduser.id', 'account', 'customer_id', 'user'];
const COOKIES = ['http_cookie', 'request.headers.Cookie', 'cookie'];
const SECONDS = ['request_time', 'duration', 'upstream_response_time', 'elapsed'];
const MILLISECONDS = ['duration_ms', 'durationMs', 'request_time_ms', 'response_time_ms', 'elapsed_ms', 'ms'];

/** Reads one event object into `into`. Returns '' when it could, else why not. */
export type ObjectScanner = (entry: Json, into: LogLine) => string;

/** Makes a scanner for access logs of one JSON object a line. */
export function makeJsonScanner(fields: JsonFields): LineScanner {
  const scan = makeObjectScanner(fields);
  return (line, into) => {
    const entry = parseObject(line);
    return entry === null ? 'not JSON' : scan(entry, into);
  };
}

/** Makes a scanner for request events that are objects already. */
export function makeObjectScanner(fields: JsonFields): ObjectScanner {
  const user = [...fields.account, ...USER];
  return (entry, into) => {
    const at = firstDate(entry);
    if (Number.isNaN(at)) return 'no time in it';
    into.at = at;
    into.address = withoutPort(text(entry, ADDRESS));
    into.host = text(entry, HOST);
    if (!setRequest(entry, into)) return 'no request in it';
    into.status = number(entry, STATUS) ?? 0;
    into.bytes = Math.max(0, number(entry, BYTES) ?? 0);
    into.referrer = dash(text(entry, REFERRER));
    into.agent = dash(text(entry, AGENT));
    into.user = dash(text(entry, user));
    into.session = dash(text(entry, fields.session));
    into.tried = dash(text(entry, fields.tried));
    into.cookies = dash(text(entry, COOKIES));
    into.durationMs = duration(entry);
    return '';
  };
}

/** `192.0.2.7:5123` and `[2001:db8::7]:5123` without the port. */
function withoutPort(address: string): string {
  if (address.startsWith('[')) return address.slice(1, Math.max(1, address.indexOf(']')));
  return /^\d+\.\d+\.\d+\.\d+:\d+$/.test(address) ? address.slice(0, address.indexOf(':')) : address;
}

/** The object of one line, or null. */
export function parseObject(line: string): Json | null {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : null;
  } catch {
    // A torn or foreign line is an expected input; the caller counts it.
    return null;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function at(entry: Json, name: string): unknown {
  if (Object.hasOwn(entry, name)) return entry[name];
  if (!name.includes('.')) return undefined;
  let value: unknown = entry;
  for (const part of name.split('.')) {
    if (!isObject(value) || !Object.hasOwn(value, part)) return undefined;
    value = value[part];
  }
  return value;
}

function text(entry: Json, names: readonly string[]): string {
  for (const name of names) {
    const found = at(entry, name);
    const value = Array.isArray(found) ? found[0] : found;
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number') return String(value);
  }
  return '';
}

function number(entry: Json, names: readonly string[]): number | null {
  for (const name of names) {
    const value = at(entry, name);
    if (typeof value === 'number' && Number.isFinite(value)) return Math.trunc(value);
    if (typeof value === 'string' && /^\d{1,15}$/.test(value)) return Number(value);
  }
  return null;
}

function dash(value: string): string {
  return value === '-' ? '' : value;
}

function firstDate(entry: Json): number {
  for (const name of AT) {
    const ms = readAnyDate(at(entry, name));
    if (!Number.isNaN(ms)) return ms;
  }
  return Number.NaN;
}

function setRequest(entry: Json, into: LogLine): boolean {
  const line = text(entry, REQUEST);
  const method = text(entry, METHOD);
  const target = text(entry, TARGET);
  if (line !== '' && (method === '' || target === '')) {
    scanRequestLine(line, into);
    return true;
  }
  if (target === '') return false;
  into.method = /^[A-Za-z_-]{1,20}$/.test(method) ? method.toUpperCase() : '';
  const query = target.includes('?') ? '' : text(entry, QUERY).replace(/^\?/, '');
  setTarget(query === '' || query === '-' ? target : `${target}?${query}`, into);
  return true;
}

function duration(entry: Json): number | null {
  for (const name of MILLISECONDS) {
    const value = Number(at(entry, name) ?? Number.NaN);
    if (value >= 0) return value;
  }
  const traefik = at(entry, 'Duration');
  if (typeof traefik === 'number') return traefik / 1e6;
  for (const name of SECONDS) {
    const raw = at(entry, name);
    const value = raw === '' || raw === null ? Number.NaN : Number(raw ?? Number.NaN);
    if (value >= 0) return value * 1000;
  }
  return null;
}
