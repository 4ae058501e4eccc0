import { domainToASCII } from 'node:url';

const HOST = /^(?=.{3,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{2,63}$/;

/**
 * The host name in one line of a list: a bare name, a URL, a wildcard, a hosts-file or adblock line. Lower case, in its
 * `xn--` form, without a final dot. `null` when there is none, or an address instead of a name.
 */
export function readHost(line: string): string | null {
  let text = line.trim();
  if (text === '' || text.startsWith('#') || text.startsWith('!') || text.length > 2_000) return null;
  text = text.replace(/^(?:0\.0\.0\.0|127\.0\.0\.1)\s+/, '').replace(/^\|\|/, '');
  text = text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/^[^/?#]*@/, '');
  text = (/^[^\s/?#,;:^]+/.exec(text)?.[0] ?? '')
    .replace(/^(?:\*\.)+/, '')
    .replace(/\.$/, '')
    .replaceAll('[.]', '.');
  const plain = text.toLowerCase();
  const host = HOST.test(plain) ? plain : domainToASCII(plain);
  if (!HOST.test(host) || /^[\d.]+$/.test(host)) return null;
  return host;
}
