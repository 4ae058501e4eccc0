const ASSET = /\.(?:m?js|css|map|json|wasm|woff2?|ttf|png|jpe?g|gif|svg|webp|avif|ico)$/i;

/**
 * A weakness's or script's name without what changes from release to release: the host under which this copy of the shop answers, queries,
 * and the hashes that builds put into names of files. Giving it back gives the same. Pure.
 */
export function stableKey(key: string, target: string): string {
  const host = URL.parse(target)?.host ?? '';
  const here = host === '' ? key : withoutHost(key, host);
  if (!/^(?:\/|[a-z]+:\/\/)/i.test(here)) return here;
  const [address = ''] = here.split(/[?#]/, 1);
  return ASSET.test(address) ? withoutHashes(address) : address;
}

/** The shop's own origin falls away; where its host stands elsewhere, a word takes its place. */
function withoutHost(key: string, host: string): string {
  const name = host.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return key
    .replace(new RegExp(`(?:https?|wss?)://${name}(?=[/?#]|$)`, 'gi'), (_whole, at: number) =>
      at === 0 && key.length === _whole.length ? '/' : '',
    )
    .replace(new RegExp(`(?<![\\w-])${name}(?![\\w.:-])`, 'gi'), '{shop}');
}

function withoutHashes(address: string): string {
  const scheme = /^[a-z]+:\/\/[^/]*/i.exec(address)?.[0] ?? '';
  const segments = address.slice(scheme.length).split('/');
  const last = segments.pop() ?? '';
  return [scheme + segments.map((segment) => (isBuildName(segment) ? '*' : segment)).join('/'), withoutHash(last)].join('/');
}

/** A folder named after a build: a hash, a time. */
function isBuildName(segment: string): boolean {
  return /^(?:version|build|v)?\d{9,}$/i.test(segment) || isHex(segment) || (segment.length >= 16 && isMixed(segment));
}

function withoutHash(file: string): string {
  // Eight signs before the ending may hold the very signs that otherwise part words.
  const ending = /^(.+[-.])([\w-]{8})(\.[a-z0-9.]+)$/i.exec(file);
  const [, before = '', hash = '', after = ''] = ending ?? [];
  if (ending !== null && (isMixed(hash) || isHex(hash))) return `${before}*${after}`;
  return file.replace(/[A-Za-z0-9]+/g, (word) =>
    isHex(word) || (word.length >= 8 && isMixed(word)) || /^\d{9,}$/.test(word) ? '*' : word,
  );
}

function isHex(word: string): boolean {
  return /^[0-9a-f]{8,}$/i.test(word) && /\d/.test(word);
}

/** As no word is spelled: digits among capitals, or capitals in the middle, several times. */
function isMixed(word: string): boolean {
  if (!/^[\w-]+$/.test(word) || word.includes('--')) return false;
  const capitals = word.match(/[A-Z]/g)?.length ?? 0;
  const digits = word.match(/\d/g)?.length ?? 0;
  const smalls = word.match(/[a-z]/g)?.length ?? 0;
  if (/^[A-Z0-9_]+$/.test(word)) return digits >= 2 || (digits >= 1 && capitals >= 5);
  if (!/^[A-Z]?[a-z]+(?:[A-Z][a-z]{2,})*\d*$/.test(word)) return (digits >= 1 && capitals >= 1 && smalls >= 1) || capitals >= 3;
  return false;
}
