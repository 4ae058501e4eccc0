import { DAY } from '#kernel/time.ts';
import type { ServicePlace } from '../read-sides.ts';
import type { PeakSeries } from './forecast.ts';
import { TREND_DAYS } from './judge-trend.ts';

type Row = Omit<PeakSeries, 'days'> & { readonly dayMs: number; readonly highest: number };

/** A day is known when somebody looked for half an hour of it. */
const LEAST_LOOKS = 30;
const LAST_YEAR = 400;

/**
 * Daily peaks of a shop's machines and services in the time that a trend is judged by, and of what was asked (`calls`) for more than a year.
 * `of`: of one service or machine only. Only reads aggregates.
 */
export async function readPeaks(
  { telemetry, org, shop, now }: ServicePlace,
  of: { readonly service: string; readonly host: string } | null = null,
): Promise<PeakSeries[]> {
  const rows = await telemetry.query<Row>(
    org,
    `select service, host, what, part, toInt64(toUnixTimestamp(day)) * 1000 as dayMs, max(high) as highest
     from (
       select service, host, what, part, day, peak as high, looks as looked from @saturation_days
       where shop_id = {shop:String} and day <= {now:DateTime64(3)}
         and (day >= {recent:DateTime64(3)} or what = 'calls' and day >= {year:DateTime64(3)})
         and (what = 'calls' or ${of === null ? '1' : 'service = {service:String} and host = {host:String}'})
     ) group by service, host, what, part, day having sum(looked) >= ${LEAST_LOOKS}
     order by service, host, what, part, day limit 200000`,
    {
      ...{ shop, now: new Date(now), recent: new Date(now - (TREND_DAYS + 1) * DAY), year: new Date(now - LAST_YEAR * DAY) },
      ...(of ?? { service: '', host: '' }),
    },
  );
  const groups = Map.groupBy(rows, ({ service, host, what, part }) => JSON.stringify([service, host, what, part]));
  return [...groups.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const { service, host, what, part } = first;
    return [{ service, host, what, part, days: same.map(({ dayMs, highest }) => ({ day: dayMs, peak: highest })) }];
  });
}

/** What was asked of all of these together, day by day: of the whole shop, or of one service. */
export function demandOf(series: readonly PeakSeries[], service: string | null = null): PeakSeries['days'] {
  const days = new Map<number, number>();
  for (const one of series) {
    if (one.what !== 'calls' || (service !== null && one.service !== service)) continue;
    for (const { day, peak } of one.days) days.set(day, (days.get(day) ?? 0) + peak);
  }
  return [...days].map(([day, peak]) => ({ day, peak })).sort((a, b) => a.day - b.day);
}
