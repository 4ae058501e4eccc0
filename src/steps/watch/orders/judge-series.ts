import { type JudgedRhythm, judgeRhythm } from './judge-rhythm.ts';
import { isWork, type ReadSeries } from './read-rhythm.ts';
import type { ShopCalendar } from './working-days.ts';

export interface JudgedSeries extends ReadSeries {
  readonly judged: JudgedRhythm;
  /** Whether that it does not come is explained by no orders coming at all. */
  readonly isPart: boolean;
}

/**
 * Judges how each thing comes. Where no orders come at all, that none is paid by card or none comes from abroad is no trouble of its own, unless
 * it was one before. Pure.
 */
export function judgeSeries(series: readonly ReadSeries[], now: number, calendar: ShopCalendar): JudgedSeries[] {
  const judge = ({ key, first, last, hours }: ReadSeries, at: number): JudgedRhythm =>
    judgeRhythm({ hours, last }, { now: at, since: first, calendar, isWork: key.what === 'carrier' || isWork(key.name) });
  const all = series.find(({ key }) => key.what === 'step' && key.name === 'shop placed');
  const isAllSilent = all !== undefined && judge(all, now).state === 'silent';
  return series.map((one) => {
    const isOfOrders = one.key.what !== 'step' && one.key.what !== 'carrier';
    const isPart = isAllSilent && isOfOrders && judge(one, Math.max(one.last, all.last)).state !== 'silent';
    return { ...one, judged: judge(one, now), isPart };
  });
}
