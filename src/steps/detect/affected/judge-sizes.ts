/** How often different records of one route were answered with exactly this many bytes. */
export interface SizeCount {
  readonly route: string;
  readonly bytes: number;
  /** Different records that ever got this size. */
  readonly records: number;
  /** Different records of the route altogether. */
  readonly all: number;
}

const EVERY = 0.9;
const MANY = 10;
const SHARE = 0.3;

/**
 * Sizes that tell of an empty or denied page: real records differ in length. One size for nearly all (at least three) records of a route, or
 * for ten and a third of them. Size 0 is not judged: many logs do not tell one. Returns keys as `sizeKey` makes them.
 */
export function sizesOfEmptyPages(counts: readonly SizeCount[]): string[] {
  return counts
    .filter(
      ({ bytes, records, all }) => bytes > 0 && ((records >= 3 && records >= EVERY * all) || (records >= MANY && records >= SHARE * all)),
    )
    .map(sizeKey);
}

function sizeKey({ route, bytes }: SizeCount): string {
  return `${route}\n${bytes}`;
}
