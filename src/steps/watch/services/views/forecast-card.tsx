import { DAY } from '#kernel/time.ts';
import { LineChart } from '#web/charts/line-chart.tsx';
import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Pill } from '#web/components/pill.tsx';
import { useView } from '#web/view-context.ts';
import type { Forecast, PeakSeries } from '../forecast/forecast.ts';
import type { Forecasts } from '../forecast/forecasts-of.ts';
import { TREND_DAYS } from '../forecast/judge-trend.ts';
import type { NextPeak } from '../forecast/next-peak.ts';
import { nameOfPart, sayAtPeak, sayFull, sayInterval, sayPeak } from './forecast-words.ts';
import { showRate, showShare } from './words.ts';

interface Props {
  readonly name: string;
  /** Whether something tells how full it is now: then it is only too new for a forecast. */
  readonly isTold?: boolean;
  readonly forecasts: Forecasts;
  /** ms since 1970. */
  readonly now: number;
}

/** No further into the future than this is drawn. */
const DRAWN_DAYS = 60;
const MOST_CHARTS = 4;

/** How long the room of a machine or service lasts, and whether it lasts over the next peak. */
export function ForecastCard({ name, isTold = false, forecasts, now }: Props) {
  const { t, locale } = useView();
  const { peak, all, series } = forecasts;
  const drawn = all.filter(({ trend, what }) => trend.level !== null && what !== 'load').slice(0, MOST_CHARTS);
  return (
    <Card heading={t('watch.forecast.heading')} foot={t('watch.forecast.foot')}>
      <p>{sayPeak(peak, t, locale, now)}</p>
      <DataTable
        caption={t('watch.forecast.heading')}
        rows={all}
        prefix="f"
        empty={<EmptyState heading={t(isTold ? 'watch.forecast.too-new' : 'watch.forecast.none')} />}
        columns={[
          { key: 'part', label: t('watch.services.machine-part'), cell: (one) => nameOfPart(one, t) },
          { key: 'level', label: t('watch.forecast.level'), align: 'number', cell: (one) => showLevel(one, locale) },
          {
            key: 'full',
            label: t('watch.forecast.when'),
            cell: (one) => (
              <>
                {sayFull(one, t, locale, now)} <small class="soft">{sayInterval(one, t, locale, now)}</small>
              </>
            ),
          },
          { key: 'peak', label: t('watch.forecast.at-peak'), align: 'number', cell: (one) => <AtPeak {...{ one, peak }} /> },
        ]}
      />
      {drawn.map((one) => (
        <TrendChart {...{ name, one, now }} days={series.find((same) => isSame(same, one))?.days ?? []} />
      ))}
    </Card>
  );
}

function AtPeak({ one, peak }: { readonly one: Forecast; readonly peak: NextPeak }) {
  const { t, locale } = useView();
  const said = sayAtPeak(one, peak, t, locale);
  const isKnown = one.what === 'calls' ? peak.rate !== null : one.atPeak !== null;
  if (!isKnown) return <Pill tone="unknown">{said}</Pill>;
  const share = one.what === 'calls' ? 0 : (one.atPeak ?? 0);
  if (share < 0.9) return said;
  return <Pill tone={share >= 1 ? 'bad' : 'warn'}>{said}</Pill>;
}

function showLevel({ trend: { level }, what }: Forecast, locale: string): string {
  if (level === null) return '–';
  if (what === 'calls') return showRate(level, locale);
  return isShare(what) ? showShare(Math.max(0, level), locale) : level.toLocaleString(locale, { maximumFractionDigits: 1 });
}

const isShare = (what: Forecast['what']): boolean => what !== 'calls' && what !== 'queue' && what !== 'load';
const isSame = (a: PeakSeries, b: Forecast): boolean =>
  a.what === b.what && a.part === b.part && a.service === b.service && a.host === b.host;

interface ChartProps {
  readonly name: string;
  readonly one: Forecast;
  readonly days: PeakSeries['days'];
  readonly now: number;
}

/** Daily peaks as they were, and the line that they follow until it is full. */
function TrendChart({ name, one, days, now }: ChartProps) {
  const { t } = useView();
  const { level, slope, full, state } = one.trend;
  if (level === null || slope === null) return null;
  const times = isShare(one.what) ? 100 : 1;
  const today = Math.floor(now / DAY) * DAY;
  const round = (value: number): number => Number((value * times).toPrecision(4));
  const known = new Map(days.map(({ day, peak }) => [day, peak]));
  const last = Math.ceil(Math.min(DRAWN_DAYS, full === null ? 14 : (full.likely - today) / DAY));
  const ahead = state === 'growing' || state === 'far' ? slope : 0;
  const at = Array.from({ length: TREND_DAYS + last + 1 }, (_, nth) => today + (nth - TREND_DAYS) * DAY);
  const part = nameOfPart(one, t);
  return (
    <>
      <h3>{part}</h3>
      <LineChart
        label={t('watch.forecast.chart', { name, part })}
        name={t('watch.forecast.peaks')}
        height={150}
        {...(isShare(one.what) ? { unit: '%' } : {})}
        points={at.filter((day) => day < today).map((day) => [new Date(day), known.has(day) ? round(known.get(day) ?? 0) : null] as const)}
        before={{
          name: t('watch.forecast.line'),
          points: at.map((day) => [new Date(day), round(Math.max(0, level + (ahead * (day - today)) / DAY))] as const),
        }}
      />
    </>
  );
}
