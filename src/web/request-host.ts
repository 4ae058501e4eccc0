import type { Context } from 'hono';
import { remoteOf } from './client-address.ts';

/** The hosts that a request names, without ports, in small letters. */
export interface RequestHosts {
  /** `null`: what stands there is no host at all. */
  readonly host: string | null;
  /** What the proxy before us was asked for, where it says so and is one of ours. */
  readonly forwarded: string | null;
}

/** Reads which host a request is for. `X-Forwarded-Host` counts only from proxies that the operator named, and only what the nearest wrote. */
export function hostsOf(c: Context, isTrusted: (address: string) => boolean): RequestHosts {
  const inUrl = new URL(c.req.url).host;
  const header = c.req.header('host');
  const host = bareHost(header ?? inUrl);
  // A request that names two hosts wants two programs to read it differently.
  const isTwo = header !== undefined && host !== bareHost(inUrl);
  const written = c.req.header('x-forwarded-host')?.split(',').at(-1);
  const forwarded = written !== undefined && isTrusted(remoteOf(c)) ? bareHost(written) : null;
  return { host: isTwo ? null : host, forwarded };
}

/** A host without its port and last dot; `null` for what no host can be. Pure. */
function bareHost(text: string): string | null {
  const found = /^(\[[0-9a-f:.]{2,45}\]|[a-z0-9_](?:[a-z0-9_.-]{0,252}[a-z0-9_])?\.?)(?::\d{1,5})?$/.exec(text.trim().toLowerCase());
  const host = found?.[1]?.replace(/\.$/, '') ?? null;
  return host === null || host.includes('..') ? null : host;
}
