import { compareInEcosystem } from '../compare-in-ecosystem.ts';

/** One place that tells something of a version. */
export interface VersionWord {
  readonly says: 'exact' | 'line' | 'atLeast';
  readonly version: string;
  /** Kind of place, as it reads in “by its …”. */
  readonly by: string;
}

/** What is known of a version. `range`: at least `from`, below `below`. `by`: the places it rests on. */
export type VersionSpan =
  | { readonly kind: 'exact'; readonly version: string; readonly by: readonly string[] }
  | { readonly kind: 'range'; readonly from: string; readonly below: string; readonly by: readonly string[] }
  | { readonly kind: 'atLeast'; readonly from: string; readonly by: readonly string[] }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Negative, zero, positive; versions that have no order here are alike. Platforms number as Composer does. */
function comparePlatformVersions(a: string, b: string): number {
  return compareInEcosystem('Packagist', a, b) ?? 0;
}

/**
 * What all the places say together. Two that contradict each other (a cache that serves an old page, a tag that lies) leave the version
 * unknown: none of them is believed more than the other. Pure.
 */
export function spanOf(words: readonly VersionWord[]): VersionSpan {
  if (words.length === 0) return { kind: 'unknown', reason: 'nothing tells it' };
  const exact = [...new Set(words.filter(({ says }) => says === 'exact').map(({ version }) => version))];
  const from = words.map(({ version }) => version).reduce((a, b) => (comparePlatformVersions(a, b) >= 0 ? a : b));
  const below = words
    .filter(({ says }) => says === 'line')
    .map(({ version }) => nextLine(version))
    .reduce<string | null>((a, b) => (a === null || comparePlatformVersions(b, a) < 0 ? b : a), null);
  const [only] = exact;
  const isBroken = (upTo: string) => below !== null && comparePlatformVersions(upTo, below) >= 0;
  if (exact.length > 1 || (only !== undefined && comparePlatformVersions(from, only) > 0) || isBroken(only ?? from)) {
    const told = words.map(({ says, version, by }) => `${wordsFor(says, version)} by its ${by}`);
    return { kind: 'unknown', reason: `places contradict each other: ${[...new Set(told)].join(', ')}` };
  }
  const by = [...new Set(words.map((word) => word.by))];
  if (only !== undefined) return { kind: 'exact', version: only, by: [...new Set(words.filter(isExact).map((word) => word.by))] };
  return below === null ? { kind: 'atLeast', from, by } : { kind: 'range', from, below, by };
}

const isExact = ({ says }: VersionWord) => says === 'exact';

function wordsFor(says: VersionWord['says'], version: string): string {
  if (says === 'exact') return version;
  return says === 'line' ? `${version}.x` : `${version} or later`;
}

/** `2.4` → `2.5`. */
function nextLine(line: string): string {
  const parts = line.split('.');
  return [...parts.slice(0, -1), Number(parts.at(-1)) + 1].join('.');
}

/** `6.1.9`, `2.4.x`, `1.7 or later`, ''. */
export function versionWords(span: VersionSpan): string {
  if (span.kind === 'exact') return span.version;
  if (span.kind === 'atLeast') return `${span.from} or later`;
  if (span.kind === 'unknown') return '';
  const line = span.from.split('.').length === span.below.split('.').length && nextLine(span.from) === span.below;
  return line ? `${span.from}.x` : `${span.from} to below ${span.below}`;
}

/** Whether every version that it can be has a hole: not before `from`, and below the first mended release of its line. A line without one is not mended. */
export function hasHole(span: VersionSpan, { from, fixed }: { readonly from: string; readonly fixed: readonly string[] }): boolean {
  if (span.kind === 'unknown' || span.kind === 'atLeast') return false;
  if (comparePlatformVersions(span.kind === 'exact' ? span.version : span.from, from) < 0) return false;
  const sorted = fixed.toSorted(comparePlatformVersions);
  const newest = sorted.at(-1);
  if (newest === undefined) return false;
  if (span.kind === 'range') return comparePlatformVersions(span.below, sorted[0] ?? newest) <= 0;
  if (comparePlatformVersions(span.version, newest) >= 0) return false;
  const base = (version: string) => version.split('-')[0] ?? version;
  const own = sorted.find((fix) => base(fix) === base(span.version));
  return own === undefined || comparePlatformVersions(span.version, own) < 0;
}
