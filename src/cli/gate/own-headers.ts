import type { BrowserContext, Page } from 'playwright-core';
import { ShopbellError } from '#kernel/errors.ts';
import type { Outside } from '#steps/inspect/index.ts';

/** Headers for the shop's own host alone: a preview that is behind a password lets us in, and nobody else gets to see them. */
export interface OwnHeaders {
  /** Whether a request may carry them. */
  fits(url: URL): boolean;
  readonly host: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
}

interface Flags {
  readonly header?: readonly string[];
  readonly basicAuth?: string;
}

const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/;
/** Browsers and proxies make these themselves. */
const NOT_OURS = /^(host|content-length|connection|transfer-encoding|cookie2?|origin|referer|user-agent|proxy-.*|sec-.*)$/i;

/**
 * Reads `NAME:VALUE`, where `$VARIABLE` or `${VARIABLE}` in the value comes from the environment, and the variable that holds `user:password`.
 * `null`: none is wanted. Throws INPUT_INVALID, which never names a value.
 */
export function readOwnHeaders(shop: URL, flags: Flags, env: NodeJS.ProcessEnv): OwnHeaders | null {
  const headers = Object.fromEntries((flags.header ?? []).map((text) => readHeader(text, env)));
  if (flags.basicAuth !== undefined) headers.authorization = basicOf(flags.basicAuth, env);
  if (Object.keys(headers).length === 0) return null;
  return {
    headers,
    host: shop.hostname,
    // What was meant for an encrypted connection never goes over another.
    fits: (url) => url.hostname === shop.hostname && (url.protocol === 'https:' || shop.protocol === 'http:'),
  };
}

function readHeader(text: string, env: NodeJS.ProcessEnv): [string, string] {
  const colon = text.indexOf(':');
  const name = text.slice(0, Math.max(0, colon)).trim();
  if (!NAME.test(name)) throw wrong('--header: write NAME:VALUE, such as X-Preview-Token:$PREVIEW_TOKEN');
  if (NOT_OURS.test(name)) throw wrong(`--header ${name}: this one is made by the browser`);
  const value = text
    .slice(colon + 1)
    .trim()
    .replace(/\$(?:\{(\w+)\}|(\w+))/g, (_, braced?: string, bare?: string) => variable(`--header ${name}`, braced ?? bare ?? '', env));
  if (value === '') throw wrong(`--header ${name}: it has no value`);
  if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) throw wrong(`--header ${name}: its value cannot stand in a header`);
  return [name.toLowerCase(), value];
}

function basicOf(name: string, env: NodeJS.ProcessEnv): string {
  const value = variable('--basic-auth', name, env);
  if (!value.includes(':')) throw wrong(`--basic-auth ${name}: the variable must hold user:password`);
  return `Basic ${Buffer.from(value).toString('base64')}`;
}

function variable(flag: string, name: string, env: NodeJS.ProcessEnv): string {
  const value = env[name];
  if (!value) throw wrong(`${flag}: there is no variable ${name.slice(0, 60)} in the environment`);
  return value;
}

function wrong(reason: string): ShopbellError {
  return new ShopbellError('INPUT_INVALID', { reason });
}

/** The same engines, whose requests to the shop's own host carry the headers. */
export function withOwnHeaders(outside: Outside, own: OwnHeaders): Omit<Outside, 'journeys'> {
  return {
    ...outside,
    http: { ...outside.http, request: (request) => outside.http.request({ ...request, own }) },
    browser: {
      ...outside.browser,
      withContext: (options, work) =>
        outside.browser.withContext(options, async (context) => {
          carry(context, own);
          return work(context);
        }),
    },
  };
}

/** Every page begins only once its requests carry them; a redirect to another host does not. */
function carry(context: BrowserContext, own: OwnHeaders): void {
  const open = context.newPage.bind(context);
  const ready = new WeakMap<Page, Promise<void>>();
  const prepare = (page: Page): Promise<void> => {
    const known = ready.get(page) ?? carryOn(context, page, own);
    ready.set(page, known);
    return known;
  };
  context.on('page', (page) => void prepare(page).catch(() => undefined));
  Object.assign(context, {
    newPage: async () => {
      const page = await open();
      await prepare(page);
      return page;
    },
  });
}

async function carryOn(context: BrowserContext, page: Page, { fits, headers, host }: OwnHeaders): Promise<void> {
  const session = await context.newCDPSession(page);
  session.on('Fetch.requestPaused', ({ requestId, request }) => {
    const url = URL.parse(request.url);
    const kept = Object.entries(request.headers).filter(([name]) => !(name.toLowerCase() in headers));
    const all = [...kept, ...Object.entries(headers)].map(([name, value]) => ({ name, value }));
    const more = url !== null && fits(url) ? { headers: all } : {};
    session.send('Fetch.continueRequest', { requestId, ...more }).catch(() => undefined);
  });
  await session.send('Fetch.enable', { patterns: ['http', 'https'].map((scheme) => ({ urlPattern: `${scheme}://${host}*` })) });
}

/** The same with every secret value taken out, wherever a server echoed it: for what is printed and written. */
export function withoutSecrets<T>(value: T, own: OwnHeaders | null): T {
  const secrets = Object.values(own?.headers ?? {}).flatMap(spellingsOf);
  if (secrets.length === 0) return value;
  const clean = (one: unknown): unknown => {
    if (typeof one === 'string') return secrets.reduce((text, secret) => text.replaceAll(secret, '[hidden]'), one);
    if (Array.isArray(one)) return one.map(clean);
    if (typeof one !== 'object' || one === null || one.constructor !== Object) return one;
    return Object.fromEntries(Object.entries(one).map(([name, own]) => [String(clean(name)), clean(own)]));
  };
  return clean(value) as T;
}

const SHORTEST_SECRET = 4;

function spellingsOf(value: string): readonly string[] {
  const bare = value.replace(/^(basic|bearer|token)\s+/i, '');
  const open = /^basic /i.test(value) ? Buffer.from(bare, 'base64').toString() : '';
  const password = open.slice(open.indexOf(':') + 1);
  const all = [value, bare, open, password].flatMap((one) => [one, encodeURIComponent(one)]);
  return [...new Set(all)].filter((one) => one.length >= SHORTEST_SECRET).sort((a, b) => b.length - a.length);
}
