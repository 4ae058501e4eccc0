import type { MetricSample } from '#kernel/metric-sample.ts';
import { MINUTE } from '#kernel/time.ts';

/** How far back a rate looks; at least to the scrape before, however long ago that was. */
const WINDOW = 5 * MINUTE;
const MOST_POINTS = 32;
/** More series of the counters that are asked for are no rate that somebody reads. */
const MOST_SERIES = 5_000;

interface Counter {
  last: number;
  /** Since it was first seen: when (ticks, ms), and how much it had risen by then. */
  readonly points: { readonly at: number; readonly risen: number }[];
}

/** What is remembered of a target's counters from scrape to scrape. */
export type Counters = Map<string, Counter>;

/**
 * How fast counters rise, per second over the last five minutes: samples of the same labels, one for each series that was there at a scrape before. A
 * counter that falls began anew, and has risen by what it shows. `counters` is changed. `at`: ticks, ms.
 */
export function followCounters(
  counters: Counters,
  samples: readonly MetricSample[],
  names: ReadonlySet<string>,
  at: number,
): MetricSample[] {
  const rates: MetricSample[] = [];
  const seen = new Set<string>();
  for (const sample of samples) {
    if (!names.has(sample.name) || !Number.isFinite(sample.value) || seen.size >= MOST_SERIES) continue;
    const key = `${sample.name} ${JSON.stringify(Object.entries(sample.labels).sort(([a], [b]) => (a < b ? -1 : 1)))}`;
    seen.add(key);
    const known = counters.get(key);
    if (known === undefined) {
      counters.set(key, { last: sample.value, points: [{ at, risen: 0 }] });
      continue;
    }
    const before = known.points.at(-1)?.risen ?? 0;
    known.points.push({ at, risen: before + (sample.value < known.last ? sample.value : sample.value - known.last) });
    known.last = sample.value;
    while (known.points.length > 2 && ((known.points[1]?.at ?? at) <= at - WINDOW || known.points.length > MOST_POINTS))
      known.points.shift();
    const [first, latest] = [known.points[0], known.points.at(-1)];
    if (first === undefined || latest === undefined || latest.at <= first.at) continue;
    rates.push({ ...sample, value: ((latest.risen - first.risen) / (latest.at - first.at)) * 1_000 });
  }
  for (const key of counters.keys()) if (!seen.has(key)) counters.delete(key);
  return rates;
}
