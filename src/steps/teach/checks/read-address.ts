import { domainToASCII } from 'node:url';
import { parse } from 'tldts';

export interface ReadAddress {
  readonly kind: 'link' | 'sender';
  /** Lower case, in its `xn--` form. */
  readonly host: string;
}

/**
 * What a customer typed or pasted, as the host that counts: of a link the host between `//` (or `@`) and the next `/`,
 * of a sender the part after the last `@`. `null` when there is no host name in it.
 */
export function readAddress(typed: string): ReadAddress | null {
  const text = typed
    .trim()
    .slice(0, 2_000)
    .replaceAll('[.]', '.')
    .replace(/^hxxp/i, 'http')
    .replace(/^.*<([^<>]+)>\s*$/s, '$1')
    .replace(/^mailto:/i, '');
  const sender = /^[^\s/@?#]+@([^\s/@?#:]+)$/.exec(text)?.[1];
  if (sender !== undefined) return found('sender', sender);
  const link = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^\s/?#]*@)?([^\s/?#@:]+)/i.exec(text)?.[1];
  return link === undefined ? null : found('link', link);
}

function found(kind: ReadAddress['kind'], text: string): ReadAddress | null {
  const host = domainToASCII(text.replace(/\.$/, '').toLowerCase());
  const { domain, isIp } = parse(host, { validateHostname: true });
  return host.length > 253 || isIp || !domain ? null : { kind, host };
}

/** Whether a host is one of these names or under one. */
export function isUnder(host: string, names: readonly string[]): boolean {
  return names.some((name) => host === name || host.endsWith(`.${name}`));
}
