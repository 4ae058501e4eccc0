import type { House } from '#engines/house.ts';
import { messageOf } from '#kernel/errors.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { MetricSample } from '#kernel/metric-sample.ts';
import type { WatchCheck } from '../store.ts';

/** Stores samples of one scrape, redacted, durably; the same scrape again stores nothing twice. */
export type StoreSamples = (
  org: OrgId,
  by: { readonly shop: string; readonly source: string; readonly at: Date },
  samples: readonly MetricSample[],
) => Promise<void>;

interface Scrape {
  readonly check: WatchCheck;
  readonly samples: readonly MetricSample[];
  readonly at: Date;
}

/** So many samples wait at most while the engine is away; the oldest scrapes go first. */
const MOST = 200_000;

/** Collects what was scraped and stores it, scrape by scrape. */
export function openSamples({ log }: Pick<House, 'log'>, store: StoreSamples) {
  let waiting: Scrape[] = [];
  const flush = async (): Promise<void> => {
    const batch = waiting;
    waiting = [];
    for (const [nth, { check, samples, at }] of batch.entries()) {
      try {
        await store(check.org, { shop: check.shop, source: check.id, at }, samples);
      } catch (thrown) {
        waiting = [...batch.slice(nth), ...waiting];
        log.warn('scraped metrics could not be stored and wait', { reason: messageOf(thrown), scrapes: waiting.length });
        break;
      }
    }
    for (let held = sizeOf(waiting); held > MOST && waiting.length > 1; ) held -= waiting.shift()?.samples.length ?? 0;
  };
  return { add: (check: WatchCheck, samples: readonly MetricSample[], at: Date) => waiting.push({ check, samples, at }), flush };
}

function sizeOf(scrapes: readonly Scrape[]): number {
  return scrapes.reduce((sum, { samples }) => sum + samples.length, 0);
}
