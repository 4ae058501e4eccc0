import { dialectOf, type JsonDialect } from './json-dialects.ts';
import type { JsonNames } from './json-names.ts';
import { at, dash, type Json, number, parseObject, text } from './json-values.ts';
import type { LineScanner, LogLine } from './log-line.ts';
import { readAnyDate } from './scan-date.ts';
import { scanRequestLine, setTarget } from './scan-request-line.ts';
import { isOwn, visitorAddress } from './visitor-address.ts';

export { type Json, parseObject } from './json-values.ts';

/** Names of the fields in which a shop's JSON log tells who it was. Dots go into nested objects. */
export interface JsonFields {
  readonly session: readonly string[];
  readonly account: readonly string[];
  readonly tried: readonly string[];
}

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
  return (entry, into) => {
    const dialect = dialectOf(entry);
    const { names } = dialect;
    const refused = dialect.refuse(entry);
    if (refused !== '') return refused;
    const date = firstDate(entry, names.at);
    if (Number.isNaN(date)) return 'no time in it';
    into.at = date;
    into.address = addressOf(entry, names);
    into.host = text(entry, names.host);
    if (!setRequest(entry, names, into)) return 'no request in it';
    const status = number(entry, names.status);
    if (dialect.whole && into.address === '') return 'no address in it';
    if (dialect.whole && status === null) return 'no status in it';
    into.status = status ?? 0;
    into.bytes = Math.max(0, number(entry, names.bytes) ?? 0);
    into.referrer = dash(text(entry, names.referrer));
    into.agent = dash(text(entry, names.agent));
    into.user = dash(text(entry, fields.account)) || dash(text(entry, names.user));
    into.session = dash(text(entry, fields.session));
    into.tried = dash(text(entry, fields.tried));
    into.cookies = dash(text(entry, names.cookies));
    into.tls = handshakeOf(entry, dialect);
    into.durationMs = dialect.duration(entry);
    dialect.mend?.(into);
    return '';
  };
}

function addressOf(entry: Json, names: JsonNames): string {
  const address = withoutPort(dash(text(entry, names.address)));
  return address === '' || isOwn(address) ? visitorAddress(address, dash(text(entry, names.forwarded))) : address;
}

/** A fingerprint where there is one, else protocol and cipher. */
function handshakeOf(entry: Json, { names }: JsonDialect): string {
  if (!mayTellHandshake(entry, names)) return '';
  const fingerprint = dash(text(entry, names.fingerprint));
  if (fingerprint !== '') return fingerprint;
  return [text(entry, names.protocol), text(entry, names.cipher)].filter((one) => !/^(-|none|unknown|n\/a)?$/i.test(one)).join(' ');
}

const heads = new Map<JsonNames, ReadonlySet<string>>();

/** Most logs tell nothing of it, and to look for each name in each line costs more than to look at the line's own names. */
function mayTellHandshake(entry: Json, names: JsonNames): boolean {
  let known = heads.get(names);
  if (known === undefined) {
    const all = [...names.fingerprint, ...names.protocol, ...names.cipher];
    known = new Set(all.flatMap((name) => [name, name.split('.')[0] ?? name]));
    heads.set(names, known);
  }
  for (const name in entry) if (known.has(name)) return true;
  return false;
}

/** `192.0.2.7:5123` and `[2001:db8::7]:5123` without the port. */
function withoutPort(address: string): string {
  if (address.startsWith('[')) return address.slice(1, Math.max(1, address.indexOf(']')));
  return /^\d+\.\d+\.\d+\.\d+:\d+$/.test(address) ? address.slice(0, address.indexOf(':')) : address;
}

function firstDate(entry: Json, names: readonly string[]): number {
  for (const name of names) {
    const ms = readAnyDate(at(entry, name));
    if (!Number.isNaN(ms)) return ms;
  }
  return Number.NaN;
}

function setRequest(entry: Json, names: JsonNames, into: LogLine): boolean {
  const line = text(entry, names.request);
  // Some name the method alone `request`.
  const method = text(entry, names.method) || (/^[A-Z]{3,10}$/.test(line) ? line : '');
  const target = text(entry, names.target);
  if (line !== '' && (method === '' || target === '')) {
    scanRequestLine(line, into);
    return true;
  }
  if (target === '') return false;
  into.method = /^[A-Za-z_-]{1,20}$/.test(method) ? method.toUpperCase() : '';
  const query = target.includes('?') ? '' : text(entry, names.query).replace(/^\?/, '');
  setTarget(query === '' || query === '-' ? target : `${target}?${query}`, into);
  return true;
}
