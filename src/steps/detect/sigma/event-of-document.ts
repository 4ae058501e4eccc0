import { eventOfJson, type SigmaEvent } from '#sigma/index.ts';
import { type RequestFacts, requestEvent } from './request-event.ts';
import { timeOf } from './time-of.ts';

/** An event and when it happened, ms since 1970; 0 when it does not say. */
export interface TimedEvent {
  readonly at: number;
  readonly event: SigmaEvent;
}

/**
 * An event of a JSON document as people write it for a test: a request (`path`, `method`, `query`, `agent`, `status` …, what is left out
 * is an ordinary page), or fields under their own names.
 */
export function eventOfDocument(document: unknown): TimedEvent {
  const event = isRequest(document) ? requestEvent(wholeRequest(document)) : eventOfJson(document);
  return { at: timeOf(event), event };
}

type Fields = Readonly<Record<string, unknown>>;

function isRequest(document: unknown): document is Fields {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return false;
  const names = Object.keys(document);
  const request = [
    'method',
    'path',
    'query',
    'agent',
    'referrer',
    'status',
    'address',
    'bytes',
    'host',
    'at',
    'session',
    'account',
    'auth',
    'route',
  ];
  return names.length > 0 && names.every((name) => request.includes(name));
}

function wholeRequest(fields: Fields): RequestFacts {
  const text = (name: string, fallback: string): string => (fields[name] === undefined ? fallback : String(fields[name]));
  const given = (name: string): string | undefined => (fields[name] === undefined ? undefined : String(fields[name]));
  return {
    method: text('method', 'GET'),
    path: text('path', '/'),
    query: text('query', ''),
    agent: text('agent', 'Mozilla/5.0'),
    referrer: text('referrer', ''),
    address: text('address', '192.0.2.1'),
    status: Number(fields.status ?? 200),
    bytes: Number(fields.bytes ?? 500),
    ...Object.fromEntries(
      ['host', 'at', 'session', 'account', 'auth', 'route'].flatMap((name) => {
        const value = given(name);
        return value === undefined ? [] : [[name, value]];
      }),
    ),
  };
}
