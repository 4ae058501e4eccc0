import type { SaturationReading } from './saturation-reading.ts';
import { saturationLengths, saturationShares } from './saturation-sources.ts';
import type { SeriesEnds } from './series-ends.ts';
import { mostFull } from './series-ends.ts';

/** How full each machine and service is, as far as its metrics tell: one reading a disk and pool, else one a kind. */
export function judgeSaturation(series: readonly SeriesEnds[]): SaturationReading[] {
  const owners = Map.groupBy(series.filter(isAlive(series)), ({ service, host }) => JSON.stringify([service, host]));
  return [...owners.values()].flatMap((mine) => {
    const [{ service, host } = { service: '', host: '' }] = mine;
    const readings: SaturationReading[] = [];
    const known = new Set<SaturationReading['what']>();
    for (const [what, read] of saturationShares) {
      const parts = known.has(what) ? [] : read(mine);
      if (parts.length > 0) known.add(what);
      for (const { part, value } of parts)
        readings.push({ service, host, what, part, share: Math.min(1, Math.max(0, value)), length: null });
    }
    for (const [what, read] of saturationLengths) {
      const [length] = known.has(what) ? [] : read(mine);
      if (length === undefined) continue;
      known.add(what);
      readings.push({ service, host, what, part: '', share: null, length: length.value });
    }
    return readings;
  });
}

/** One reading a kind: of several disks or pools the fullest. */
export function fullestOf(readings: readonly SaturationReading[]): SaturationReading[] {
  const groups = Map.groupBy(readings, ({ service, host, what }) => JSON.stringify([service, host, what]));
  return [...groups.values()].flatMap((same) => mostFull(same, ({ share, length }) => share ?? length ?? 0) ?? []);
}

/** What ended tells nothing: a series that was said to be stale, and one that was not there when its target was scraped last. */
function isAlive(all: readonly SeriesEnds[]): (one: SeriesEnds) => boolean {
  const scraped = new Map<string, number>();
  for (const { name, source, lastAt } of all) if (name === 'up') scraped.set(source, Math.max(scraped.get(source) ?? 0, lastAt));
  return ({ name, kind, source, lastAt }) =>
    name !== 'up' && kind !== 'stale' && (!source.startsWith('chk_') || lastAt >= (scraped.get(source) ?? 0));
}
