import { DAY } from '#kernel/time.ts';
import type { Translate } from '#web/types.ts';
import type { Forecast } from '../forecast/forecast.ts';
import type { NextPeak } from '../forecast/next-peak.ts';
import { showRate, showShare } from './words.ts';

/** Days of the calendar are the same everywhere: aggregates are kept by UTC days. */
function showDay(ms: number, locale: string, now: number): string {
  const isFar = Math.abs(ms - now) > 300 * DAY;
  return new Date(ms).toLocaleDateString(locale, { day: 'numeric', month: 'long', timeZone: 'UTC', ...(isFar ? { year: 'numeric' } : {}) });
}

/** `processor`, `disk /data`, `calls`. */
export function nameOfPart({ what, part }: Pick<Forecast, 'what' | 'part'>, t: Translate): string {
  const name = what === 'calls' ? t('watch.services.rate') : t(`watch.services.full.${what}`);
  return part === '' ? name : `${name} ${part}`;
}

/** When it is full, in words; what is not known is said so. */
export function sayFull({ trend, what }: Forecast, t: Translate, locale: string, now: number): string {
  const { state, full, days, slope } = trend;
  if (state === 'few') return t('watch.forecast.few', { days });
  if (state === 'full') return t('watch.forecast.full-now');
  if (full !== null) return t('watch.forecast.full-around', { day: showDay(full.likely, locale, now) });
  if (state === 'far') return t('watch.forecast.far');
  if (state === 'growing') return t('watch.forecast.more', { count: sayPerWeek(slope ?? 0, what, locale) });
  return t('watch.forecast.steady');
}

/** The interval in which nine of ten such lines would be full. */
export function sayInterval({ trend: { full, state } }: Forecast, t: Translate, locale: string, now: number): string {
  if (full === null || state !== 'growing') return '';
  const from = showDay(full.earliest, locale, now);
  return full.latest === null
    ? t('watch.forecast.from', { from })
    : t('watch.forecast.between', { from, to: showDay(full.latest, locale, now) });
}

function sayPerWeek(slope: number, what: Forecast['what'], locale: string): string {
  const number = slope * 7;
  return what === 'calls' ? showRate(number, locale) : number.toLocaleString(locale, { maximumFractionDigits: 1 });
}

/** How full at the peak: above everything is said as it is, since then it does not hold. */
export function sayAtPeak({ atPeak, what }: Forecast, peak: NextPeak, t: Translate, locale: string): string {
  if (what === 'calls') return peak.rate === null ? t('watch.forecast.unknown') : showRate(peak.rate, locale);
  return atPeak === null ? t('watch.forecast.unknown') : showShare(Math.max(0, atPeak), locale);
}

/** What the next peak asks and from where that is known, or why it is not. */
export function sayPeak(peak: NextPeak, t: Translate, locale: string, now: number): string {
  const event = t(`watch.forecast.event.${peak.event}`, { day: showDay(peak.day, locale, now) });
  const rate = (value: number | null): string => showRate(value ?? 0, locale);
  const times = (value: number | null): string => (value ?? 0).toLocaleString(locale, { maximumFractionDigits: 2 });
  if (peak.unknown !== null) {
    const why = t(`watch.forecast.peak-unknown.${peak.unknown}`, { last: rate(peak.lastYear) });
    return t('watch.forecast.peak-unknown', { event, why });
  }
  const said = { event, rate: rate(peak.rate), times: times(peak.times), last: rate(peak.lastYear), growth: times(peak.growth) };
  if (peak.from === 'factor') return t('watch.forecast.peak-factor', said);
  return t(peak.growthFrom === 'person' ? 'watch.forecast.peak-growth-said' : 'watch.forecast.peak-growth-seen', said);
}
