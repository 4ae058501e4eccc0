import { getDomain } from 'tldts';

/** Who a host belongs to: its registrable domain, or host and port where there is none (addresses, localhost). */
export function siteOf(url: string): string | null {
  const parsed = URL.parse(url);
  if (!parsed || !/^(https?|wss?):$/.test(parsed.protocol)) return null;
  return getDomain(parsed.hostname) ?? parsed.host;
}

/** An address without query and fragment, which may carry what is personal or changes at every visit. */
export function withoutQuery(url: string): string {
  const parsed = URL.parse(url);
  return parsed ? `${parsed.origin}${parsed.pathname}` : (url.split(/[?#]/)[0] ?? '');
}
