import { type Word, wordOf } from '#engines/telemetry/blocks/dictionary.ts';
import { openRows } from '#engines/telemetry/blocks/rows-by-column.ts';
import type { RequestRow, RowsByColumn } from '#engines/telemetry/types.ts';
import { triedName } from '#kernel/hashed.ts';
import type { Span } from '#kernel/time.ts';
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
  sighted?(sighted: readonly Sighted[], place: Pick<RequestRow, 'at' | 'received_at' | 'route' | 'file_offset'>): void;
}

export interface RowMaker {
  add(line: LogLine, receivedAt: Date, offset: number, lineLength: number): void;
  readonly length: number;
  /** Every row since the last call, and the first and last time that they name. */
  take(): { readonly requests: RowsByColumn; readonly span: Span | null };
}

/** The rows one by one: for few of them. */
export function requestRows(requests: RowsByColumn): RequestRow[] {
  return requests.rows() as RequestRow[];
}

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
/** Lines that a batch may have beyond the one before it. */
const SPARE = 512;

/** Makes stored rows of scanned lines: data map, redaction, sealing and hashing, with what repeats remembered. */
export function makeRows(context: RowContext): RowMaker {
  const { map, keys } = context;
  const targets = targetMemory(map, keys);
  const agents = memory((agent) => wordOf(redactText(agent.slice(0, 1024))));
  const referrers = memory((referrer) => wordOf(redactReferrer(map, keys, referrer)));
  const sessions = memory((value) => wordOf(keys.mac('session', value)));
  const accounts = memory((value) => wordOf(keys.sealRef('account', value)));
  const tries = memory((value) => {
    const { purpose, text } = triedName(value);
    return wordOf(keys.mac(purpose, text));
  });
  let into = requestColumns();
  return {
    add(line, receivedAt, offset, lineLength) {
      const looked = targets(line.method, line.target, lineLength);
      const { judged, sighted } = looked;
      const session = line.session === '' ? sessionCookie(map, line.cookies) : line.session;
      const exposed = line.status >= 200 && line.status < 300 && line.method !== 'HEAD' && line.method !== 'OPTIONS';
      into.shopId.put(context.shop);
      into.source.put(context.source);
      into.at.put(line.at);
      into.receivedAt.put(receivedAt.getTime());
      into.address.put(plainName(line.address));
      into.session.putWord(session === '' ? looked.session : sessions(session, lineLength));
      into.account.putWord(line.user === '' ? null : accounts(line.user, lineLength));
      into.agent.putWord(line.agent === '' ? null : agents(line.agent, lineLength));
      into.method.put(line.method);
      into.host.put(plainName(line.host));
      into.path.putWord(looked.path);
      into.query.putWord(looked.query);
      into.status.put(line.status);
      into.bytes.put(line.bytes);
      into.referrer.putWord(line.referrer === '' ? null : referrers(line.referrer, lineLength));
      into.duration.put(line.durationMs);
      into.route.putWord(looked.route);
      into.routeKind.putWord(looked.routeKind);
      into.objectKind.putWord(looked.objectKind);
      into.objectRef.putWord(looked.objectRef);
      into.objectPosition.put(judged.objectPosition);
      into.categories.put(exposed ? judged.categories : NOTHING);
      into.auth.put(judged.signIn === null ? '' : judgeSignIn(judged, line));
      into.tried.putWord(line.tried === '' ? null : tries(line.tried, lineLength));
      into.fileId.put(context.fileId);
      into.fileOffset.put(offset);
      into.tls.put(line.tls === '' ? '' : line.tls.slice(0, 120));
      if (sighted.length > 0)
        context.sighted?.(sighted, { at: new Date(line.at), received_at: receivedAt, route: judged.route, file_offset: offset });
    },
    get length() {
      return into.at.length;
    },
    take() {
      const { rows, at } = into;
      // The next batch is seldom larger than this one.
      into = requestColumns(at.length + SPARE);
      return { requests: rows, span: at.length === 0 ? null : { from: new Date(at.oldest), to: new Date(at.newest) } };
    },
  };
}

/** The columns of the table of requests, each by itself. */
function requestColumns(room?: number) {
  const rows = openRows('requests', room);
  return {
    rows,
    shopId: rows.text('shop_id'),
    source: rows.text('source_id'),
    at: rows.time('at'),
    receivedAt: rows.time('received_at'),
    address: rows.text('address'),
    session: rows.text('session'),
    account: rows.text('account'),
    agent: rows.text('agent'),
    method: rows.text('method'),
    host: rows.text('host'),
    path: rows.text('path'),
    query: rows.text('query'),
    status: rows.number('status'),
    bytes: rows.number('bytes'),
    referrer: rows.text('referrer'),
    duration: rows.number('duration_ms'),
    route: rows.text('route'),
    routeKind: rows.text('route_kind'),
    objectKind: rows.text('object_kind'),
    objectRef: rows.text('object_ref'),
    objectPosition: rows.number('object_position'),
    categories: rows.list('categories'),
    auth: rows.text('auth'),
    tried: rows.text('tried'),
    fileId: rows.text('file_id'),
    fileOffset: rows.number('file_offset'),
    tls: rows.text('tls'),
  };
}

interface LookedAt {
  readonly judged: Judged;
  readonly sighted: readonly Sighted[];
  readonly path: Word;
  /** `null`: empty. */
  readonly query: Word | null;
  readonly session: Word | null;
  readonly route: Word;
  readonly routeKind: Word;
  readonly objectKind: Word;
  readonly objectRef: Word | null;
}

/** The word of a text that many targets share: each is looked up in a block once, and not once for every target. */
function sharedWords(): (text: string) => Word {
  const known = new Map<string, Word>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const word = wordOf(text);
    known.set(text, word);
    return word;
  };
}

/** Judged targets, remembered: one memory for each of the methods that most lines have, one for all others. */
function targetMemory(map: DataMap, keys: SealKeys): (method: string, target: string, cost: number) => LookedAt {
  const routes = sharedWords();
  const routeKinds = sharedWords();
  const objectKinds = sharedWords();
  const ownWord = (text: string): Word | null => (text === '' ? null : wordOf(text));
  const look = (method: string, target: string): LookedAt => {
    const judged = judgeTarget(map, keys, method, target);
    return {
      judged,
      sighted: sightTarget(keys, target),
      path: wordOf(judged.path),
      query: ownWord(judged.query),
      session: ownWord(judged.session),
      route: routes(judged.route),
      routeKind: routeKinds(judged.routeKind),
      objectKind: objectKinds(judged.objectKind),
      objectRef: ownWord(judged.objectRef),
    };
  };
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
