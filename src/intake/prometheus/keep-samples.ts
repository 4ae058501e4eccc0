import type { House } from '#engines/house.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { MetricSample } from '#kernel/metric-sample.ts';
import { DAY } from '#kernel/time.ts';
import { openPointRows } from './point-rows.ts';
import { seriesOfLabels } from './series-of-labels.ts';

/** Whose samples these are; `source` is the check that scraped them. */
export interface ScrapedBy {
  readonly shop: string;
  readonly source: string;
  readonly at: Date;
}

/**
 * Stores what was scraped, redacted as everything that comes in, and returns when it is durable; the same scrape is stored once. What is no
 * number (NaN, infinite) is left out: a quantile of nothing. Throws TELEMETRY_DOWN.
 */
export async function keepSamples(
  house: Pick<House, 'telemetry'>,
  org: OrgId,
  by: ScrapedBy,
  samples: readonly MetricSample[],
): Promise<void> {
  const points = openPointRows({ shop: by.shop, source: by.source, now: by.at, maxAgeMs: DAY }, samples.length);
  for (const { name, labels, value, at, kind } of samples) {
    if (Number.isFinite(value)) points.put(seriesOfLabels(name, labels), kind, value, 0, at);
  }
  await house.telemetry.insert(org, 'metric_points', points.rows, { token: `${by.source}:${by.at.getTime()}` });
}
