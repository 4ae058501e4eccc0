import { performance } from 'node:perf_hooks';
import { ShopbellError } from '#kernel/errors.ts';
import { sayHello } from '../tls/say-hello.ts';
import { type DialOptions, dial, dialTls } from './dial.ts';
import { exchange, type HopAnswer } from './exchange.ts';
import { reasonOf } from './reason-of.ts';
import { type Lookup, lookupBySystem, resolveTarget } from './resolve-target.ts';
import type { HttpAnswer, HttpClient, HttpRequest, RequestLimits } from './types.ts';

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 2 * 1024 * 1024;
const MAX_REDIRECTS = 5;

interface HttpClientOptions {
  readonly lookup?: Lookup;
  readonly userAgent?: string;
}

/** Opens the only way out over HTTP. Nothing is kept open between requests, so there is nothing to close. */
export function openHttpClient(options: HttpClientOptions = {}): HttpClient {
  const lookup = options.lookup ?? lookupBySystem;
  const agent = options.userAgent ?? 'Shopbell/0.1';
  const dialWith = (host: string, port: number, limits: RequestLimits = {}): Promise<DialOptions> =>
    within(host, limits, async (signal) => {
      const [address] = await resolveTarget(host, limits.allowPrivate ?? false, lookup);
      return { host, port, address: address ?? host, signal, ticks: () => performance.now() };
    });
  return {
    request: (request) => follow(request, lookup, agent),
    connect: async (host, port, limits = {}) => {
      const options = await dialWith(host, port, limits);
      return within(host, limits, (signal) => dial({ ...options, signal }));
    },
    handshake: async (host, port, limits = {}) => {
      const options = await dialWith(host, port, limits);
      return within(host, limits, (signal) => dialTls({ ...options, signal, alpn: limits.alpn, isLenient: limits.isLenient }));
    },
    hello: async (host, port, offer, limits = {}) => {
      const options = await dialWith(host, port, limits);
      return within(host, limits, (signal) => sayHello({ ...options, signal }, offer));
    },
  };
}

async function follow(request: HttpRequest, lookup: Lookup, agent: string): Promise<HttpAnswer> {
  const limit = request.maxRedirects ?? MAX_REDIRECTS;
  const first = parse(request.url);
  return within(first.host, request, async (signal) => {
    const started = performance.now();
    const redirects: string[] = [];
    let url = first;
    let step: HttpRequest = request;
    for (;;) {
      const hop = await oneHop(step, url, lookup, agent, signal);
      const next = limit === 0 ? null : redirectOf(hop.answer, url);
      if (!next) {
        const phases = { dns: hop.dns, ...hop.answer.phases, total: Math.round((performance.now() - started) * 100) / 100 };
        return { ...hop.answer, phases, redirects };
      }
      if (redirects.length >= limit) throw new ShopbellError('TARGET_REDIRECTS', { host: first.host, limit });
      redirects.push(next.href);
      step = nextStep(step, hop.answer.status, url, next);
      url = next;
    }
  });
}

async function oneHop(step: HttpRequest, url: URL, lookup: Lookup, agent: string, signal: AbortSignal) {
  const started = performance.now();
  const addresses = await orAbort(resolveTarget(url.hostname, step.allowPrivate ?? false, lookup), signal);
  const dns = performance.now() - started;
  const own = step.own?.fits(url) ? lowerCased(step.own.headers) : {};
  const given = lowerCased(step.headers ?? {});
  const headers = { 'user-agent': agent, accept: '*/*', 'accept-encoding': 'gzip, br', ...given, ...own };
  const method = step.method ?? 'GET';
  const requireTrusted = step.requireTrusted ?? (step.body !== undefined || 'authorization' in given || isSecret(own, step));
  let failure: unknown;
  for (const address of addresses.slice(0, 3)) {
    try {
      const answer = await exchange({
        url,
        address,
        method,
        headers: withLength(headers, step.body),
        body: step.body,
        maxBytes: step.maxBytes ?? MAX_BYTES,
        into: step.into,
        requireTrusted,
        signal,
        ticks: () => performance.now(),
      });
      return { answer, dns };
    } catch (thrown) {
      failure = thrown;
      if (signal.aborted || !isConnectFailure(thrown)) break;
    }
  }
  throw failure;
}

/** On the owner's own network no certificate is asked for, as in the browser. */
function isSecret(own: Readonly<Record<string, string>>, { allowPrivate }: HttpRequest): boolean {
  return Object.keys(own).length > 0 && allowPrivate !== true;
}

/** A second address is tried only when nothing can have reached the first one. */
function isConnectFailure(thrown: unknown): boolean {
  return thrown instanceof Error && 'syscall' in thrown && thrown.syscall === 'connect';
}

function withLength(headers: Record<string, string>, body: string | Uint8Array | undefined): Record<string, string> {
  return body === undefined ? headers : { ...headers, 'content-length': String(Buffer.byteLength(body)) };
}

function redirectOf(answer: HopAnswer, from: URL): URL | null {
  const location = answer.headers.location;
  if (![301, 302, 303, 307, 308].includes(answer.status) || location === undefined) return null;
  const next = URL.parse(location, from.href);
  return next && ['http:', 'https:'].includes(next.protocol) ? next : null;
}

/** As browsers do: 301, 302 and 303 turn into a GET without body; credentials do not follow to another origin. */
function nextStep(step: HttpRequest, status: number, from: URL, to: URL): HttpRequest {
  const keeps = status === 307 || status === 308 || step.method === 'HEAD';
  const { body, headers = {}, ...rest } = step;
  const kept = from.origin === to.origin ? headers : withoutCredentials(headers);
  if (!keeps) return { ...rest, headers: kept, method: 'GET' };
  return body === undefined ? { ...rest, headers: kept } : { ...rest, headers: kept, body };
}

function withoutCredentials(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !/^(authorization|cookie)$/i.test(name)));
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function parse(text: string): URL {
  const url = URL.parse(text);
  if (url && ['http:', 'https:'].includes(url.protocol)) return url;
  throw new ShopbellError('INPUT_INVALID', { reason: `“${text.slice(0, 200)}” is not an http or https address` });
}

/** Runs work under one deadline and turns the network's errors into ours. */
async function within<T>(host: string, limits: RequestLimits, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const timeout = limits.timeoutMs ?? TIMEOUT_MS;
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeout);
  try {
    return await orAbort(work(controller.signal), controller.signal);
  } catch (thrown) {
    if (thrown instanceof ShopbellError) throw thrown;
    const reason = controller.signal.aborted ? `no complete answer within ${timeout} ms` : reasonOf(thrown);
    throw new ShopbellError('TARGET_UNREACHABLE', { host, reason }, { cause: thrown });
  } finally {
    clearTimeout(timer);
  }
}

/** The system's resolver cannot be aborted, so waiting for it is given up instead. */
function orAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    promise.then(resolve, reject);
  });
}
