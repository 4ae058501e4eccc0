import type { ServicePlace } from '../read-sides.ts';
import { bySoonest, type Forecast, forecast, type PeakSeries } from './forecast.ts';
import { type NextPeak, nextPeak, type PeakExpectation } from './next-peak.ts';
import { demandOf, readPeaks } from './read-peaks.ts';

export interface Forecasts {
  /** Of the shop, or of the service that was asked for. */
  readonly peak: NextPeak;
  /** What is full soonest, first. */
  readonly all: readonly Forecast[];
  /** The days that they were made of. */
  readonly series: readonly PeakSeries[];
}

interface Asked {
  readonly of: { readonly service: string; readonly host: string } | null;
  readonly expected: PeakExpectation;
}

/** Forecasts of a whole shop, or of one service or machine. A machine is asked as much more as the whole shop is. Only reads aggregates. */
export async function forecastsOf(place: ServicePlace, { of, expected }: Asked): Promise<Forecasts> {
  const series = await readPeaks(place, of);
  const peak = nextPeak(demandOf(series, of === null || of.service === '' ? null : of.service), expected, place.now);
  const mine = series.filter(({ service, host }) => of === null || (service === of.service && host === of.host));
  return { peak, series: mine, all: mine.map((one) => forecast(one, peak, place.now)).sort(bySoonest) };
}
