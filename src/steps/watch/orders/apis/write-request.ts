import { localTime } from '#kernel/local-time.ts';
import type { ApiRequest, Companion } from './api-shape.ts';
import { fill, fillBody, type Settings } from './fill-api.ts';

export interface Written {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A base address with what was filled in: an address as it is, everything else as a part of one. */
export function writeBase(base: string, settings: Settings): string {
  return fill(base, settings, (value, name) =>
    name === 'address' || name === 'tokenAddress' ? value.replace(/\/+$/, '') : encodeURIComponent(value),
  );
}

interface Writing {
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What may stand in an address. */
  readonly values: Settings;
  /** What may stand in a body and a header only. */
  readonly secrets: Settings;
  /** The whole address, when the page before told it. */
  readonly url?: string | undefined;
}

/** One request as it is sent. A secret never stands in an address. Pure. */
export function writeRequest(call: ApiRequest | Companion, { base, headers, values, secrets, url }: Writing): Written {
  const all = { ...values, ...secrets };
  const body = call.json === undefined ? undefined : JSON.stringify(fillBody(call.json, all));
  const own = Object.fromEntries(Object.entries({ ...headers, ...call.headers }).map(([name, text]) => [name, fill(text, all)]));
  return {
    method: call.verb,
    url: url ?? addressOf(base, call, values),
    headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...own },
    ...(body === undefined ? {} : { body }),
  };
}

function addressOf(base: string, { path, query }: ApiRequest | Companion, values: Settings): string {
  const place = fill(path, values, (value, name) => (name === 'path' ? value.replace(/^\/*/, '/') : encodeURIComponent(value)));
  const pairs: string[] = [];
  for (const [name, text] of Object.entries(query)) {
    const key = fill(name, values);
    const value = fill(text, values);
    const asked = /\{\{(\w+)\}\}/.exec(text)?.[1];
    // Before the first page there is no cursor, and what somebody left out is not asked.
    if (key === '' || (asked !== undefined && value === '')) continue;
    pairs.push(`${encodeURIComponent(key)}=${encodeURIComponent(value)}`);
  }
  return `${base}${place}${pairs.length === 0 ? '' : `${place.includes('?') ? '&' : '?'}${pairs.join('&')}`}`;
}

/** A time as a request asks with it. */
export function writeTime(at: Date, how: ApiRequest['since'], zone: string): string {
  const iso = at.toISOString();
  if (how === 'unix') return String(Math.floor(at.getTime() / 1_000));
  if (how === 'unix-ms') return String(at.getTime());
  if (how === 'iso') return `${iso.slice(0, 19)}Z`;
  if (how === 'iso-offset') return `${iso.slice(0, 19)}+0000`;
  const { day, minutes } = localTime(at.getTime(), zone);
  if (how === 'day') return day;
  if (how === 'compact-day') return day.replaceAll('-', '');
  const clock = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(at.getUTCSeconds())}`;
  return `${day}${how === 'sql' ? ' ' : 'T'}${clock}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
