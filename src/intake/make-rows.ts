import type { RequestRow } from '#engines/telemetry/types.ts';
import { triedName } from '#kernel/hashed.ts';
import type { DataMap } from './data-map/compile-data-map.ts';
import type { SignInAnswer } from './data-map/data-map-shape.ts';
import type { LogLine } from './formats/log-line.ts';
import { type Judged, judgeTarget } from './judge-target.ts';
import { redactText } from './redact/redact-text.ts';
import type { SealKeys } from './seal-keys.ts';
import { type Sighted, sightTarget } from './sightings/sight.ts';

export interface RowContext {
  readonly shop: string;
  readonly source: string;
  readonly fileId: string;
  readonly map: DataMap;
  readonly keys: SealKeys;
  /** Told of personal data in a request's address. */
  sighted?(sighted: readonly Sighted[], row: RequestRow): void;
}

export type RowMaker = (line: LogLine, receivedAt: Date, offset: number, lineLength: number) => RequestRow;

/** Remembers what repeats, within a budget of entries and of the bytes of lines they may hold on to. */
function memory<V>(make: (key: string) => V): (key: string, cost: number) => V {
  const known = new Map<string, V>();
  let held = 0;
  return (cut, cost) => {
    const found = known.get(cut);
    if (found !== undefined) return found;
    // A copy: what is cut from a text keeps all of it in memory.
    const key = Buffer.from(cut).toString();
    const made = make(key);
    held += cost;
    if (known.size >= 20_000 || held > 16_000_000) {
      known.clear();
      held = 0;
    }
    known.set(key, made);
    return made;
  };
}

const NOTHING: readonly string[] = [];

/** Makes stored rows of scanned lines: data map, redaction, sealing and hashing, with what repeats remembered. */
export function makeRows(context: RowContext): RowMaker {
  const { map, keys } = context;
  const targets = targetMemory(map, keys);
  let at = new Date(0);
  const agents = memory((agent) => redactText(agent.slice(0, 1024)));
  const referrers = memory((referrer) => redactReferrer(map, keys, referrer));
  const sessions = memory((value) => keys.mac('session', value));
  const accounts = memory((value) => keys.sealRef('account', value));
  const tries = memory((value) => {
    const { purpose, text } = triedName(value);
    return keys.mac(purpose, text);
  });
  return (line, receivedAt, offset, lineLength) => {
    const { judged, sighted } = targets(line.method, line.target, lineLength);
    // Lines come in runs of the same second.
    if (at.getTime() !== line.at) at = new Date(line.at);
    const session = line.session === '' ? sessionCookie(map, line.cookies) : line.session;
    const exposed = line.status >= 200 && line.status < 300 && line.method !== 'HEAD' && line.method !== 'OPTIONS';
    const row: RequestRow = {
      shop_id: context.shop,
      source_id: context.source,
      at,
      received_at: receivedAt,
      address: plainName(line.address),
      session: session === '' ? judged.session : sessions(session, lineLength),
      account: line.user === '' ? '' : accounts(line.user, lineLength),
      agent: line.agent === '' ? '' : agents(line.agent, lineLength),
      method: line.method,
      host: plainName(line.host),
      path: judged.path,
      query: judged.query,
      status: line.status,
      bytes: line.bytes,
      referrer: line.referrer === '' ? '' : referrers(line.referrer, lineLength),
      duration_ms: line.durationMs,
      route: judged.route,
      route_kind: judged.routeKind,
      object_kind: judged.objectKind,
      object_ref: judged.objectRef,
      object_position: judged.objectPosition,
      categories: exposed ? judged.categories : NOTHING,
      auth: judged.signIn === null ? '' : judgeSignIn(judged, line),
      tried: line.tried === '' ? '' : tries(line.tried, lineLength),
      file_id: context.fileId,
      file_offset: offset,
      tls: line.tls === '' ? '' : line.tls.slice(0, 120),
    };
    if (sighted.length > 0) context.sighted?.(sighted, row);
    return row;
  };
}

interface LookedAt {
  readonly judged: Judged;
  readonly sighted: readonly Sighted[];
}

/** Judged targets, remembered: one memory for each of the methods that most lines have, one for all others. */
function targetMemory(map: DataMap, keys: SealKeys): (method: string, target: string, cost: number) => LookedAt {
  const look = (method: string, target: string): LookedAt => ({
    judged: judgeTarget(map, keys, method, target),
    sighted: sightTarget(keys, target),
  });
  const gets = memory((target) => look('GET', target));
  const posts = memory((target) => look('POST', target));
  const others = memory((key) => look(key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)));
  return (method, target, cost) => {
    if (method === 'GET') return gets(target, cost);
    return method === 'POST' ? posts(target, cost) : others(`${method} ${target}`, cost);
  };
}

/** An address or host name as it is; anything else that a log holds in its place, redacted. */
function plainName(name: string): string {
  return name.length <= 64 && !name.includes('@') ? name : redactText(name.slice(0, 255));
}

function holds(answer: SignInAnswer, line: LogLine): boolean {
  if (!answer.status.includes(line.status)) return false;
  return line.bytes >= (answer.atLeast ?? 0) && line.bytes <= (answer.atMost ?? Number.MAX_SAFE_INTEGER);
}

function judgeSignIn(judged: Judged, line: LogLine): string {
  if (judged.signIn?.ok.some((answer) => holds(answer, line))) return 'sign-in-ok';
  return judged.signIn?.failed.some((answer) => holds(answer, line)) ? 'sign-in-failed' : '';
}

/** The value of the first session cookie the map names; a name may end in `*`. */
function sessionCookie(map: DataMap, cookies: string): string {
  if (cookies === '' || map.fields.cookies.length === 0) return '';
  for (const pair of cookies.split(';', 60)) {
    const equals = pair.indexOf('=');
    const name = pair.slice(0, equals).trim();
    const value = pair.slice(equals + 1).trim();
    const wanted = map.fields.cookies.some((cookie) => (cookie.endsWith('*') ? name.startsWith(cookie.slice(0, -1)) : name === cookie));
    if (wanted && equals > 0 && value !== '' && value !== 'REDACTED') return value;
  }
  return '';
}

function redactReferrer(map: DataMap, keys: SealKeys, referrer: string): string {
  const cut = referrer.slice(0, 2048);
  const start = /^https?:\/\/[^/?#]*/.exec(cut)?.[0];
  if (start === undefined) return redactText(cut);
  const rest = cut.slice(start.length);
  const judged = judgeTarget(map, keys, 'GET', rest.startsWith('/') ? rest : `/${rest}`);
  return `${redactText(start)}${rest === '' ? '' : judged.path}${judged.query === '' ? '' : `?${judged.query}`}`;
}
