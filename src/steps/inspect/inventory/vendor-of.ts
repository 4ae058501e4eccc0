import { getDomain } from 'tldts';

/** Places where anybody can put a script under the same domain: to trust one of them is to trust everybody. */
const ANYBODYS = new Set([
  ...['jsdelivr.net', 'unpkg.com', 'esm.sh', 'skypack.dev', 'statically.io', 'rawgit.com', 'githack.com', 'cloudflare.com'],
  ...[
    'googleapis.com',
    'googleusercontent.com',
    'google.com',
    'googletagmanager.com',
    'amazonaws.com',
    'windows.net',
    'githubusercontent.com',
  ],
]);

/** Whose an address or host is: its registrable domain, where customers of a hosting service count apart (`x.cloudfront.net`). */
export function vendorOf(place: string): string | null {
  return getDomain(place, { allowPrivateDomains: true });
}

export function isAnybodys(domain: string): boolean {
  return ANYBODYS.has(domain);
}
