import type { Found } from '../kinds.ts';

const EMAIL =
  /[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}-])/gu;
/** `logo@2x.png` is a picture for sharp screens. */
const FILE = /\.(?:png|jpe?g|gif|svg|webp|avif|ico|js|mjs|css|map|woff2?|ttf|html?)$/i;
/** What may stand in front of an address, but only belongs to it in theory. */
const LEADING = /^(?:[^@]*[=&?/'`{|}])?[.!#$%&*]*/;

/** E-mail addresses. */
export function findEmails(text: string): Found[] {
  if (!text.includes('@')) return [];
  const found: Found[] = [];
  for (const match of text.matchAll(EMAIL)) {
    const lead = LEADING.exec(match[0])?.[0].length ?? 0;
    const address = match[0].slice(lead);
    if (FILE.test(address) || !/^[\p{L}\p{N}_]/u.test(address) || /\.\.|\.@/.test(address)) continue;
    found.push({ kind: 'email', from: match.index + lead, to: match.index + match[0].length, confidence: 3 });
  }
  return found;
}
