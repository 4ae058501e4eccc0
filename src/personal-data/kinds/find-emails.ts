import { parse } from 'tldts';
import type { Found } from '../kinds.ts';

const EMAIL =
  /[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}-])/gu;
/** `logo@2x.png` is a picture for sharp screens. */
const FILE = /\.(?:png|jpe?g|gif|svg|webp|avif|ico|js|mjs|css|map|woff2?|ttf|html?)$/i;
/** What may stand in front of an address, but only belongs to it in theory. */
const LEADING = /^(?:[^@]*[=&?/'`{|}])?[.!#$%&*]*/;

/** Between the two stands who signs in at a host: `https://user:password@host`. */
const IN_ADDRESS = /:\/\/[^\s/:@]{0,64}:$/;
/** Ends of names inside a house, and those kept for examples (RFC 2606, RFC 6762). */
const INSIDE = /\.(?:local|lan|home|corp|intern|internal|intranet|test|example|invalid)$/i;

/** E-mail addresses. Likely only where the domain ends as public domains do, or as those inside a house: `hash@obj.toString` does not. */
export function findEmails(text: string): Found[] {
  if (!text.includes('@')) return [];
  const found: Found[] = [];
  for (const match of text.matchAll(EMAIL)) {
    const lead = LEADING.exec(match[0])?.[0].length ?? 0;
    const address = match[0].slice(lead);
    if (FILE.test(address) || !/^[\p{L}\p{N}_]/u.test(address) || /\.\.|\.@/.test(address)) continue;
    const from = match.index + lead;
    if (IN_ADDRESS.test(text.slice(Math.max(0, from - 80), from))) continue;
    found.push({ kind: 'email', from, to: match.index + match[0].length, confidence: isDomain(address) ? 3 : 1 });
  }
  return found;
}

function isDomain(address: string): boolean {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  return INSIDE.test(domain) || parse(domain, { extractHostname: false, validateHostname: false }).isIcann === true;
}
