import type { HttpAnswer } from '#engines/http/types.ts';
import { SECOND } from '#kernel/time.ts';
import { keepValue } from '../../checks/api/keep-value.ts';
import type { SignIn } from './api-shape.ts';
import { type Asking, NotAnswered } from './asking.ts';
import { fill, fillBody, type Settings } from './fill-api.ts';
import { oauth1 } from './oauth1.ts';
import { type Written, writeBase } from './write-request.ts';

type Login = Extract<SignIn, { kind: 'login' }>;

interface Kept {
  readonly values: Settings;
  /** ms since 1970. */
  readonly until: number;
}

/** Tokens live as long as the process, and nowhere else. */
const tokens = new WeakMap<object, Map<string, Kept>>();
/** A token is renewed before it is over. */
const EARLY = 30 * SECOND;

/** How one request is signed. */
export interface Signed {
  readonly headers: Readonly<Record<string, string>>;
  /** What a body may hold beside the secrets: `{{uid}}`. */
  readonly values: Settings;
}

type Send = (written: Written) => Promise<HttpAnswer>;

/** Forgets a token that was refused. Returns whether there was one: then it is worth another try. */
export function forgetToken({ house, feed }: Asking): boolean {
  return tokens.get(house.http)?.delete(feed) ?? false;
}

/** Signs in, with the token of before as long as it lasts. Throws NotAnswered. */
export async function signIn(asking: Asking, send: Send): Promise<Signed> {
  const { filled, secrets } = asking;
  const way = filled.signIn;
  const all = { ...filled.settings, ...secrets };
  if (way.kind === 'headers') return { headers: filledHeaders(way.headers, all), values: {} };
  if (way.kind === 'basic') return { headers: { authorization: basic(fill(way.user, all), fill(way.password, all)) }, values: {} };
  if (way.kind === 'oauth1') return { headers: {}, values: {} };
  const values = await tokenOf(asking, way, all, send);
  return { headers: filledHeaders(way.headers, { ...all, ...values }), values };
}

/** Adds the signature of a request, where each has its own. */
export function sign({ house, filled, secrets }: Asking, written: Written): Written {
  const way = filled.signIn;
  if (way.kind !== 'oauth1') return written;
  const all = { ...filled.settings, ...secrets };
  const keys = { consumer: fill(way.consumer, all), consumerSecret: fill(way.consumerSecret, all) };
  const token = { token: fill(way.token, all), tokenSecret: fill(way.tokenSecret, all) };
  const once = { nonce: Buffer.from(house.random.bytes(16)).toString('hex'), at: Math.floor(house.clock.now().getTime() / 1_000) };
  const authorization = oauth1({ method: written.method, url: written.url, ...keys, ...token, ...once });
  return { ...written, headers: { ...written.headers, authorization } };
}

async function tokenOf(asking: Asking, way: Login, all: Settings, send: Send): Promise<Settings> {
  const { house, feed, filled } = asking;
  const kept = tokens.get(house.http) ?? new Map<string, Kept>();
  tokens.set(house.http, kept);
  const now = house.clock.now().getTime();
  const known = kept.get(feed);
  if (known !== undefined && now < known.until) return known.values;
  const answer = await send(writeLogin(way, all));
  if (answer.status >= 500) throw new NotAnswered(`${filled.api.title} answered ${answer.status} when we signed in`);
  if (answer.status < 200 || answer.status > 299)
    throw new NotAnswered(`${filled.api.title} does not let us sign in (${answer.status}): are the address, the name and the keys right?`);
  const values: Record<string, string> = {};
  for (const [name, source] of Object.entries(way.keep)) {
    const value = keepValue(source, answer);
    if (value === null || value === 'false')
      throw new NotAnswered(`${filled.api.title} does not let us sign in: its answer holds no token`);
    values[name] = value;
  }
  const renewed = Object.entries(way.renews).map(([name, source]) => [name, keepValue(source, answer)] as const);
  const fresh = Object.fromEntries(renewed.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])));
  if (Object.keys(fresh).length > 0) {
    asking.secrets = { ...asking.secrets, ...fresh };
    await asking.renew(asking.secrets);
  }
  const told = Number(way.expires === undefined ? Number.NaN : keepValue(way.expires, answer));
  const lasts = (Number.isFinite(told) && told > 0 ? Math.min(told, 86_400) : way.lasts) * SECOND;
  kept.set(feed, { values, until: now + Math.max(lasts - EARLY, lasts / 2) });
  return values;
}

function writeLogin({ url, user, password, form, json }: Login, all: Settings): Written {
  const headers = {
    accept: 'application/json',
    ...(user === undefined ? {} : { authorization: basic(fill(user, all), fill(password ?? '', all)) }),
  };
  if (json !== undefined) {
    const body = JSON.stringify(fillBody(json, all));
    return { method: 'POST', url: writeBase(url, all), headers: { ...headers, 'content-type': 'application/json' }, body };
  }
  const pairs = Object.entries(form ?? {})
    .map(([name, text]) => [name, fill(text, all)] as const)
    .filter(([, text]) => text !== '');
  const body = new URLSearchParams(Object.fromEntries(pairs)).toString();
  return { method: 'POST', url: writeBase(url, all), headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' }, body };
}

function filledHeaders(headers: Readonly<Record<string, string>>, values: Settings): Record<string, string> {
  const filled = Object.entries(headers).map(([name, text]) => [fill(name, values).toLowerCase(), fill(text, values)]);
  return Object.fromEntries(filled.filter(([name]) => name !== ''));
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
