import { compareVersions } from './compare-versions.ts';
import { type LibraryRange, libraryFacts } from './library-facts.ts';

/** What is known about one version of a library. */
export interface LibraryHoles {
  readonly holes: readonly LibraryRange[];
  /** The lowest version that is in no known range, or null when none is known. */
  readonly mended: string | null;
}

/** Known holes that a version has, each once, in the order of the data; that a line is no longer mended is not one of them. Pure. */
export function libraryHoles(name: string, version: string): LibraryHoles {
  const ranges = libraryFacts().libraries.find((library) => library.name === name)?.ranges ?? [];
  const holes = distinct(ranges.filter((range) => isIn(range, version) && !isEnd(range)));
  let mended = version;
  // Every step leaves at least one range behind for good, so that there are no more steps than ranges.
  for (let step = 0; step <= ranges.length; step += 1) {
    const ends = ranges.filter((range) => isIn(range, mended)).map(({ below }) => roundUp(below));
    if (ends.length === 0) return { holes, mended: mended === version ? null : mended };
    mended = ends.reduce((most, end) => (compareVersions(end, most) > 0 ? end : most), mended);
  }
  return { holes, mended: null };
}

function isIn({ from, below, except }: LibraryRange, version: string): boolean {
  if (except.includes(version)) return false;
  return compareVersions(version, below) < 0 && (from === undefined || compareVersions(version, from) >= 0);
}

/** Whether a range only says that a line is no longer mended. */
export function isEnd({ cwe, ids }: LibraryRange): boolean {
  return ids.length === 0 && cwe.includes('CWE-1104');
}

function distinct(ranges: readonly LibraryRange[]): LibraryRange[] {
  return [...new Map(ranges.map((range) => [range.ids.join() || range.summary, range])).values()];
}

/** `2.999.999`, which was never released, stands for everything before 3. */
export function roundUp(below: string): string {
  const major = /^(\d+)\.999\b/.exec(below)?.[1];
  return major === undefined || major === '999' ? below : `${Number(major) + 1}.0.0`;
}
