import { domainToUnicode } from 'node:url';
import { parse } from 'tldts';

/** Where a label stands: the registered name itself, a name on somebody's hosting platform, or anywhere before. */
export type Place = 'name' | 'platform' | 'subdomain';

export interface Label {
  readonly place: Place;
  /** As a reader sees it: `xn--` decoded. */
  readonly text: string;
}

export interface HostParts {
  readonly labels: readonly Label[];
  /** The registrable name, e.g. `shop.example`; for a hosting platform the platform's customer. */
  readonly domain: string;
  /** The public ending, e.g. `co.uk` or `weebly.com`. */
  readonly suffix: string;
}

/** Splits a host by the public-suffix list (tldts, with the private part: hosting platforms). `null` when it is only an ending. */
export function readLabels(host: string): HostParts | null {
  const parsed = parse(host, { allowPrivateDomains: true, validateHostname: false, detectIp: false });
  if (!parsed.domain || !parsed.domainWithoutSuffix) return null;
  const labels: Label[] = [{ place: parsed.isPrivate === true ? 'platform' : 'name', text: decode(parsed.domainWithoutSuffix) }];
  if (parsed.subdomain) for (const text of parsed.subdomain.split('.')) labels.push({ place: 'subdomain', text: decode(text) });
  return { labels, domain: parsed.domain, suffix: parsed.publicSuffix ?? '' };
}

function decode(label: string): string {
  if (!label.startsWith('xn--')) return label;
  return domainToUnicode(label) || label;
}
