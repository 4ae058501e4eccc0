import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { ShopbellError } from '#kernel/errors.ts';
import { openHttpClient } from '../http/open-http-client.ts';
import type { HttpAnswer, HttpRequest } from '../http/types.ts';
import { cookiesOf } from './cookies-of.ts';
import { KeptAnswer } from './kept-answer.ts';
import type { WalkState } from './walk-state.ts';

/** What a journey looks at is a page or a list, and no download. */
const MOST_BYTES = 4 * 1024 * 1024;
const MOST_MS = 30_000;
const MOST_REDIRECTS = 20;

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
const words = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String));
const wishesShape = z
  .strictObject({
    data: z.unknown(),
    form: words,
    params: words,
    headers: words,
    method: z.string().transform((text) => text.toUpperCase()),
    timeout: z.number(),
    maxRedirects: z.int(),
    failOnStatusCode: z.boolean(),
  })
  .partial();
type Wishes = z.output<typeof wishesShape>;

const client = openHttpClient();

/**
 * `page.request`: asks as the page would, with its cookies and by its name, and bounded: at most 4 MiB are read, unpacked ones too, for at most thirty
 * seconds. Throws TARGET_TOO_LARGE, TARGET_UNREACHABLE, TARGET_PRIVATE.
 */
export async function askByRequest(state: WalkState, name: string, [address, given]: readonly unknown[]): Promise<KeptAnswer> {
  const parsed = wishesShape.safeParse(given ?? {});
  if (!parsed.success)
    throw new Error(`page.request.${name}: ${parsed.error.issues[0]?.message ?? 'what it is given'} is not there in journeys`);
  const wishes = parsed.data;
  const first = URL.parse(String(address), state.wish.baseUrl);
  if (first === null || !/^https?:$/.test(first.protocol)) throw new Error('page.request: only addresses of http and https can be asked');
  for (const [key, value] of Object.entries(wishes.params ?? {})) first.searchParams.set(key, value);
  const until = performance.now() + Math.min(MOST_MS, wishes.timeout || MOST_MS);
  const agent = await agentOf(state);
  let step: Pick<HttpRequest, 'method' | 'body'> & { readonly headers: Readonly<Record<string, string>> } = firstStep(name, wishes);
  let url = first;
  for (let nth = 0; ; nth++) {
    const answer = await ask(state, url, { ...step, headers: { ...agent, ...step.headers } }, until);
    const next = redirectOf(answer, url);
    if (next === null || nth >= (wishes.maxRedirects ?? MOST_REDIRECTS)) return kept(answer, wishes);
    if (nth >= MOST_REDIRECTS) throw new ShopbellError('TARGET_REDIRECTS', { host: first.host, limit: MOST_REDIRECTS });
    const keeps = answer.status === 307 || answer.status === 308 || step.method === 'HEAD';
    const headers = next.origin === url.origin ? step.headers : without(step.headers, ['authorization', 'cookie']);
    step = keeps ? { ...step, headers } : { method: 'GET', headers: without(headers, ['content-type']) };
    url = next;
  }
}

async function ask(state: WalkState, url: URL, step: Omit<HttpRequest, 'url'>, until: number): Promise<HttpAnswer> {
  const cookies = await state.context.cookies(url.href);
  const cookie = cookies.map((one) => `${one.name}=${one.value}`).join('; ');
  const answer = await client.request({
    ...{ ...step, url: url.href, headers: { ...(cookie === '' ? {} : { cookie }), ...step.headers } },
    ...{ maxBytes: MOST_BYTES, maxRedirects: 0, requireTrusted: true, allowPrivate: state.wish.allowPrivate },
    timeoutMs: Math.max(1, Math.round(until - performance.now())),
  });
  const set = answer.cookies.flatMap((line) => cookiesOf(line, url));
  if (set.length > 0) await state.context.addCookies(set).catch(() => undefined);
  if (answer.truncated) throw new ShopbellError('TARGET_TOO_LARGE', { host: url.host, limit: MOST_BYTES });
  return answer;
}

function firstStep(name: string, { method, data, form, headers = {} }: Wishes) {
  const asked = METHODS.find((one) => one === (name === 'fetch' ? (method ?? 'GET') : name.toUpperCase()));
  if (asked === undefined) throw new Error(`page.request: ${String(method)} is not there in journeys`);
  const lower = Object.fromEntries(Object.entries(headers).map(([key, value]) => [key.toLowerCase(), value]));
  if (form !== undefined)
    return {
      method: asked,
      body: new URLSearchParams(form).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...lower },
    };
  if (data === undefined || data === null) return { method: asked, headers: lower };
  if (typeof data === 'string') return { method: asked, body: data, headers: { 'content-type': 'application/octet-stream', ...lower } };
  return { method: asked, body: JSON.stringify(data), headers: { 'content-type': 'application/json', ...lower } };
}

function redirectOf({ status, headers }: HttpAnswer, from: URL): URL | null {
  if (![301, 302, 303, 307, 308].includes(status) || headers.location === undefined) return null;
  const next = URL.parse(headers.location, from.href);
  return next !== null && /^https?:$/.test(next.protocol) ? next : null;
}

function kept(answer: HttpAnswer, { failOnStatusCode = false }: Wishes): KeptAnswer {
  if (failOnStatusCode && (answer.status < 200 || answer.status > 299))
    throw new Error(`page.request: ${answer.status} ${STATUS_CODES[answer.status] ?? ''}`);
  return new KeptAnswer(answer);
}

function without(headers: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}

/** As the browser calls itself, which is how a shop knows that it is no customer. */
async function agentOf({ pages }: WalkState): Promise<Record<string, string>> {
  const agent = await pages
    .get('page')
    ?.evaluate('navigator.userAgent')
    .catch(() => undefined);
  return typeof agent === 'string' && /^[\x20-\x7e]{1,500}$/.test(agent) ? { 'user-agent': agent } : {};
}
