import type { LineScanner, LogLine } from './log-line.ts';
import { makeDateScanner } from './scan-date.ts';
import { scanRequestLine } from './scan-request-line.ts';
import { unescapeField } from './unescape-field.ts';
import { visitorAddress } from './visitor-address.ts';

const QUOTE = 34;
const SPACE = 32;
const NO_LINE = 'not a log line';

/**
 * Makes a scanner for common and combined access logs: with or without a host in front, with or without referrer and agent,
 * with further fields behind (request time as a fraction, `rt=0.012`, `host="…"`, `sid=…`).
 * Each scanner keeps its own memory of the last date; use one a file.
 */
export function makeCombinedScanner(): LineScanner {
  const scanDate = makeDateScanner();
  return (line, into) => {
    let open = line.indexOf(' [');
    let at = Number.NaN;
    for (let tries = 0; open >= 0 && tries < 4; tries++) {
      at = scanDate(line, open + 2);
      if (!Number.isNaN(at)) break;
      open = line.indexOf(' [', open + 1);
    }
    if (open < 1 || Number.isNaN(at)) return NO_LINE;
    const close = line.indexOf('] "', open + 20);
    if (close < 0 || close > open + 40) return NO_LINE;
    if (!scanHead(line, open, into)) return NO_LINE;
    into.at = at;
    const requestEnd = closingQuote(line, close + 3);
    if (requestEnd < 0) return NO_LINE;
    const rest = scanStatus(line, requestEnd + 1, into);
    if (rest < 0) return NO_LINE;
    scanRequestLine(unescapeField(line.slice(close + 3, requestEnd)), into);
    scanTail(line, rest, into);
    return '';
  };
}

/** The quote that ends a field: not escaped, and followed by a space or the end. -1 when there is none. */
function closingQuote(line: string, from: number): number {
  for (let at = line.indexOf('"', from); at >= 0; at = line.indexOf('"', at + 1)) {
    const after = line.charCodeAt(at + 1);
    if (after !== SPACE && !Number.isNaN(after)) continue;
    let slashes = 0;
    while (line.charCodeAt(at - 1 - slashes) === 92 && at - 1 - slashes >= from) slashes++;
    if (slashes % 2 === 0) return at;
  }
  return -1;
}

function looksLikeAddress(text: string): boolean {
  const first = text.charCodeAt(0);
  if (text.includes(':') && !text.includes('.')) return text.indexOf(':') !== text.lastIndexOf(':');
  const last = text.charCodeAt(text.length - 1);
  return ((first >= 48 && first <= 57) || first === 58) && last >= 48 && last <= 57 && text.includes('.') && !/[g-zG-Z]/.test(text);
}

/** `address ident user`, or `host[:port] address ident user`, also behind a syslog prefix. */
function scanHead(line: string, end: number, into: LogLine): boolean {
  const one = line.indexOf(' ');
  if (one < 1 || one > end) return false;
  const address = line.slice(0, one);
  if (looksLikeAddress(address)) return setHead(line, address, one + 1, end, into);
  const two = line.indexOf(' ', one + 1);
  const second = two > 0 && two < end ? line.slice(one + 1, two) : '';
  if (looksLikeAddress(second)) {
    into.host = address.replace(/:\d+$/, '');
    return setHead(line, second, two + 1, end, into);
  }
  const tokens = line.slice(0, end).split(' ');
  if (tokens.length === 3) return setHead(line, address, one + 1, end, into);
  const third = tokens.at(-3) ?? '';
  return looksLikeAddress(third) && setHead(line, third, end - (tokens.at(-1) ?? '').length - (tokens.at(-2) ?? '').length - 1, end, into);
}

/** `ident user` from here to the date. */
function setHead(line: string, address: string, from: number, end: number, into: LogLine): boolean {
  into.address = address;
  const ident = line.indexOf(' ', from);
  if (ident < 0 || ident >= end) return ident === end;
  const user = line.slice(ident + 1, end);
  into.user = user === '-' || user === '""' ? '' : unescapeField(user);
  return true;
}

/** Status and bytes. Returns where the rest of the line starts, or -1. */
function scanStatus(line: string, from: number, into: LogLine): number {
  let at = from;
  if (line.charCodeAt(at) !== SPACE) return -1;
  at++;
  let status = 0;
  if (line.charCodeAt(at) === 45) at++;
  else {
    const start = at;
    for (let code = line.charCodeAt(at); code >= 48 && code <= 57 && at < start + 4; code = line.charCodeAt(++at))
      status = status * 10 + code - 48;
    if (at !== start + 3) return -1;
  }
  into.status = status;
  const gap = line.charCodeAt(at);
  if (Number.isNaN(gap)) return line.length;
  if (gap !== SPACE) return -1;
  at++;
  if (line.charCodeAt(at) === 45) at++;
  else {
    const start = at;
    let bytes = 0;
    for (let code = line.charCodeAt(at); code >= 48 && code <= 57 && at < start + 15; code = line.charCodeAt(++at))
      bytes = bytes * 10 + code - 48;
    into.bytes = bytes;
    if (at === start) return -1;
  }
  const after = line.charCodeAt(at);
  return after === SPACE || Number.isNaN(after) ? at : -1;
}

function scanTail(line: string, from: number, into: LogLine): void {
  let at = from + 1;
  for (let nth = 0; nth < 2 && line.charCodeAt(at) === QUOTE; nth++) {
    const end = closingQuote(line, at + 1);
    const text = line.slice(at + 1, end < 0 ? line.length : end);
    const value = text === '-' ? '' : unescapeField(text);
    if (nth === 0) into.referrer = value;
    else into.agent = value;
    at = end < 0 ? line.length : end + 2;
  }
  if (at < line.length) scanExtras(line, at, into);
}

/** Further fields: named ones by their name, the first bare fraction as seconds. Whole numbers alone are ambiguous and left out. */
function scanExtras(line: string, from: number, into: LogLine): void {
  let at = from;
  for (let nth = 0; nth < 24 && at < line.length; nth++) {
    let end = line.indexOf(' ', at);
    const quote = line.indexOf('"', at);
    if (quote >= 0 && (end < 0 || quote < end)) {
      const close = closingQuote(line, quote + 1);
      end = close < 0 ? line.length : close + 1;
    }
    if (end < 0) end = line.length;
    setExtra(line.slice(at, end), into);
    at = end + 1;
  }
}

function setExtra(field: string, into: LogLine): void {
  const equals = field.indexOf('=');
  if (equals < 1) {
    // The third quoted field of nginx' own `main` format: who asked, when there is a proxy in front.
    if (field.charCodeAt(0) === QUOTE) into.address = visitorAddress(into.address, field.slice(1, -1));
    if (into.durationMs !== null) return;
    if (/^\d{1,6}\.\d{1,9}$/.test(field)) into.durationMs = Number(field) * 1000;
    // As Traefik ends its lines.
    else if (/^\d{1,9}ms$/.test(field)) into.durationMs = Number(field.slice(0, -2));
    return;
  }
  const name = field.slice(0, equals).toLowerCase();
  const raw = field.slice(equals + 1);
  const value = unescapeField(raw.startsWith('"') ? raw.slice(1, raw.endsWith('"') ? -1 : undefined) : raw);
  if (value === '' || value === '-') return;
  if (name === 'rt' || name === 'request_time' || name === 'time' || name === 'duration') {
    if (/^\d{1,9}(\.\d{1,9})?$/.test(value)) into.durationMs = Number(value) * 1000;
  } else if (name === 'host' || name === 'vhost') into.host = value;
  else if (name === 'sid' || name === 'session') into.session = value;
  else if (name === 'user' || name === 'uid' || name === 'account') into.user = into.user || value;
  else if (name === 'login' || name === 'tried') into.tried = value;
  else if (name === 'ja4' || name === 'ja3' || name === 'tls' || name === 'ssl') into.tls = into.tls || value;
}
