import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import ipaddr from 'ipaddr.js';
import type { WebEnv } from './types.ts';

/**
 * The address of whoever asks. `X-Forwarded-For` is read from its end, and only as far as the hops before it are proxies that
 * the operator named: everything left of the first stranger can be forged. Pure.
 */
export function clientAddress(remote: string, forwarded: string | undefined, isTrusted: (address: string) => boolean): string {
  let client = plain(remote);
  const hops = (forwarded ?? '').split(',').map((hop) => hop.trim());
  while (isTrusted(client)) {
    const hop = hops.pop();
    if (!hop || !ipaddr.isValid(hop)) break;
    client = plain(hop);
  }
  return client;
}

/** Whether an address is one of these addresses or ranges (`10.0.0.0/8`). Throws on what is neither. */
export function trustedBy(list: readonly string[]): (address: string) => boolean {
  const ranges = list.map((entry) => (entry.includes('/') ? ipaddr.parseCIDR(entry) : wholeAddress(ipaddr.process(entry))));
  return (address) => {
    if (!ipaddr.isValid(address)) return false;
    const parsed = ipaddr.process(address);
    return ranges.some((range) => parsed.kind() === range[0].kind() && parsed.match(range));
  };
}

function wholeAddress(address: ipaddr.IPv4 | ipaddr.IPv6): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

function plain(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : address;
}

/** Sets `c.var.clientAddress` for everything after it. */
export function knowClient(isTrusted: (address: string) => boolean) {
  return createMiddleware<WebEnv>(async (c, next) => {
    c.set('clientAddress', clientAddress(remoteOf(c), c.req.header('x-forwarded-for'), isTrusted));
    await next();
  });
}

/** The address at the other end of the connection: a proxy's, where there is one. */
export function remoteOf(c: Context): string {
  try {
    return getConnInfo(c).remote.address ?? 'unknown';
  } catch {
    // A request without a socket: made by the program itself.
    return 'unknown';
  }
}
