import { DAY } from '#kernel/time.ts';
import type { SaturationReading } from '../saturation-reading.ts';
import { type DayPeak, judgeTrend, type Trend } from './judge-trend.ts';
import type { NextPeak } from './next-peak.ts';

/** One series' days: how full one part of one machine or service was. */
export interface PeakSeries {
  readonly service: string;
  readonly host: string;
  readonly what: SaturationReading['what'] | 'calls';
  readonly part: string;
  readonly days: readonly DayPeak[];
}

export interface Forecast extends Omit<PeakSeries, 'days'> {
  readonly trend: Trend;
  /** How full it would be at the next peak, a share of 1 that may be above it; `null` is not known. */
  readonly atPeak: number | null;
  /** Why it would be so: it grows with what is asked, or with time. */
  readonly atPeakBy: 'demand' | 'time' | null;
}

/** Of what is asked more, these are used more; a disk fills with time, and memory is mostly there once. */
const WITH_DEMAND = new Set<PeakSeries['what']>(['cpu', 'pool']);
const WITH_TIME = new Set<PeakSeries['what']>(['disk', 'memory']);

/** When a part is full at its present trend, and how full it would be at the next peak. Unknown stays unknown. Pure. */
export function forecast({ days, ...series }: PeakSeries, peak: NextPeak, now: number): Forecast {
  const isShare = WITH_DEMAND.has(series.what) || WITH_TIME.has(series.what);
  const trend = judgeTrend(days, isShare ? 1 : null, now);
  const { level, slope, state } = trend;
  const unknown = { ...series, trend, atPeak: null, atPeakBy: null };
  if (level === null || slope === null) return unknown;
  if (WITH_DEMAND.has(series.what))
    return peak.times === null ? unknown : { ...series, trend, atPeak: Math.max(0, level) * peak.times, atPeakBy: 'demand' };
  if (!WITH_TIME.has(series.what)) return unknown;
  const isMoving = state === 'growing' || state === 'far';
  return { ...series, trend, atPeak: level + (isMoving ? (slope * (peak.day - now)) / DAY : 0), atPeakBy: 'time' };
}

/** What is full soonest, first; what is not known comes last. */
export function bySoonest(a: Forecast, b: Forecast): number {
  const when = ({ trend: { full } }: Forecast): number => full?.likely ?? Number.POSITIVE_INFINITY;
  const [first, second] = [when(a), when(b)];
  return first === second ? (b.trend.level ?? -1) - (a.trend.level ?? -1) : first - second;
}
