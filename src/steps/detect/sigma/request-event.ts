import { makeEvent, type SigmaEvent } from '#sigma/index.ts';
import { decoded } from '../checks/exposed-files.ts';

/** What a rule may look at of one request. */
export interface RequestFacts {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly agent: string;
  readonly referrer: string;
  readonly status: number;
  readonly address: string;
  readonly bytes: number;
  readonly host?: string;
  /** ISO 8601. */
  readonly at?: string;
  readonly session?: string;
  readonly account?: string;
  readonly route?: string;
  readonly auth?: string;
  readonly objectKind?: string;
  readonly objectRef?: string;
  readonly durationMs?: number | null;
}
/** What the path ends with behind its last dot. */
export const EXTENSION_FIELDS = ['c-uri-extension'] as const;
export const HOST_FIELDS = ['cs-host', 'r-dns'] as const;

/** Field names for the whole address, its path, the agent, the referrer: public rules use all of these spellings. */
export const URI_FIELDS = ['c-uri', 'cs-uri', 'cs-uri-query', 'c-uri-query', 'url', 'uri'] as const;
export const STEM_FIELDS = ['cs-uri-stem', 'c-uri-stem'] as const;
export const AGENT_FIELDS = ['cs-user-agent', 'c-useragent', 'user_agent'] as const;
export const REFERRER_FIELDS = ['cs-referer', 'cs-referrer', 'referrer'] as const;
/** Other fields (those with a dot are what Shopbell worked out; keywords do not search them) and the column that holds each. */
export const COLUMN_FIELDS: Readonly<Record<string, { readonly column: string; readonly numeric: boolean }>> = {
  'cs-method': { column: 'method', numeric: false },
  method: { column: 'method', numeric: false },
  'cs-host': { column: 'host', numeric: false },
  'r-dns': { column: 'host', numeric: false },
  'c-ip': { column: 'address', numeric: false },
  src_ip: { column: 'address', numeric: false },
  'sc-status': { column: 'status', numeric: true },
  status: { column: 'status', numeric: true },
  'sc-bytes': { column: 'bytes', numeric: true },
  'c-uri-extension': { column: "extract(path, '[.]([^./]{1,16})$')", numeric: false },
  'shopbell.route': { column: 'route', numeric: false },
  'shopbell.auth': { column: 'auth', numeric: false },
  'shopbell.object-kind': { column: 'object_kind', numeric: false },
  'shopbell.object-ref': { column: 'object_ref', numeric: false },
  'shopbell.session': { column: 'session', numeric: false },
  'shopbell.account': { column: 'account', numeric: false },
};

/**
 * A request under Sigma's names. `cs-uri-query` is the path with its query, as public rules use it;
 * addresses are given raw and percent-decoded, and a value matches when it matches either.
 */
export function requestEvent(request: RequestFacts): SigmaEvent {
  const uri = readings(request.query === '' ? request.path : `${request.path}?${request.query}`);
  const stem = readings(request.path);
  const referrer = readings(request.referrer);
  const named = (names: readonly string[], value: string | readonly string[]): Record<string, string | readonly string[]> =>
    Object.fromEntries(names.map((name) => [name, value]));
  return makeEvent({
    ...named(URI_FIELDS, uri),
    ...named(STEM_FIELDS, stem),
    ...named(AGENT_FIELDS, request.agent),
    ...named(REFERRER_FIELDS, referrer),
    ...named(['cs-method', 'method'], request.method),
    ...named(['sc-status', 'status'], String(request.status)),
    ...named(['c-ip', 'src_ip'], request.address),
    ...(request.host === undefined ? {} : named(HOST_FIELDS, request.host)),
    ...(request.at === undefined ? {} : { date: request.at.slice(0, 10), time: request.at.slice(11, 19), timestamp: request.at }),
    'c-uri-extension': /[.]([^./]{1,16})$/.exec(request.path)?.[1] ?? '',
    'sc-bytes': String(request.bytes),
    'shopbell.session': request.session,
    'shopbell.account': request.account,
    'shopbell.route': request.route,
    'shopbell.auth': request.auth,
    'shopbell.object-kind': request.objectKind,
    'shopbell.object-ref': request.objectRef,
    'time-taken': request.durationMs,
  });
}

function readings(text: string): string[] {
  if (!text.includes('%') && !text.includes('+')) return [text];
  const plain = decoded(text);
  return [...new Set([text, plain, plain.replaceAll('+', ' ')])];
}
