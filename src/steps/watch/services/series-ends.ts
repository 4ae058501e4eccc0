/** The last and the first point of one series in ten minutes; times in ms. */
export interface SeriesEnds {
  readonly service: string;
  readonly host: string;
  readonly name: string;
  /** What tells its series apart: `state`, `mode`. */
  readonly state: string;
  /** Which processor, file system, pool. */
  readonly part: string;
  /** Who told it: a source, or the check that scraped it. */
  readonly source: string;
  /** Of the last point; `stale`: the series ended. */
  readonly kind: string;
  readonly first: number;
  readonly last: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

/** The one with the highest figure. */
export function mostFull<T>(all: readonly T[], figure: (one: T) => number): T | undefined {
  return all.reduce<T | undefined>((best, one) => (best === undefined || figure(one) > figure(best) ? one : best), undefined);
}
