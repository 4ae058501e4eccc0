/** Numbers that are kept of a content; the estimate is off by about a tenth. */
const KEPT = 96;
/** Words that make one piece: what stands beside each other counts, not only which words there are. */
const PIECE = 3;
/** Below this much two contents have nothing to do with each other. */
const LIKE = 0.3;

/**
 * The smallest hashes of all pieces of a source (bottom-k sketch): from two of them the likeness of the sources is estimated without having
 * both at hand. Numbers count as one another. Pure.
 */
export function sketchOf(source: string): readonly number[] {
  const words = source.match(/[\p{L}_$][\p{L}\p{N}_$]*|\d+|[^\s\p{L}\p{N}]/gu) ?? [];
  const hashes = new Set<number>();
  for (let at = 0; at + PIECE <= words.length; at += 1) {
    let hash = 0x811c9dc5;
    for (const word of words.slice(at, at + PIECE)) hash = mixed(hash, /^\d/.test(word) ? '0' : word);
    hashes.add(hash >>> 0);
  }
  return [...hashes].sort((a, b) => a - b).slice(0, KEPT);
}

/** FNV-1a, then spread, so that small hashes are as good as chance. */
function mixed(start: number, word: string): number {
  let hash = start;
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

/** The share of pieces that both have, from nought to one. Pure. */
export function likeness(a: readonly number[], b: readonly number[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  const [left, right] = [new Set(a), new Set(b)];
  const both = [...new Set([...a, ...b])].sort((one, other) => one - other).slice(0, KEPT);
  return both.filter((hash) => left.has(hash) && right.has(hash)).length / both.length;
}

interface Sketched {
  readonly key: string;
  readonly party?: string | undefined;
  readonly sketch: readonly number[];
}

/**
 * Which of the contents that are new was which of those that are gone, the most alike first, each once: a script in the page itself has no
 * address by which it could be known again. Keys of the new → key of the old and how alike. Pure.
 */
export function pairChanged(
  fresh: readonly Sketched[],
  gone: readonly Sketched[],
): ReadonlyMap<string, { readonly key: string; readonly likeness: number }> {
  const pairs = fresh
    .flatMap((one) => gone.map((other) => ({ one, other, likeness: one.party === other.party ? likeness(one.sketch, other.sketch) : 0 })))
    .filter((pair) => pair.likeness >= LIKE)
    .sort((a, b) => b.likeness - a.likeness);
  const found = new Map<string, { key: string; likeness: number }>();
  const taken = new Set<string>();
  for (const { one, other, likeness } of pairs) {
    if (found.has(one.key) || taken.has(other.key)) continue;
    found.set(one.key, { key: other.key, likeness });
    taken.add(other.key);
  }
  return found;
}
