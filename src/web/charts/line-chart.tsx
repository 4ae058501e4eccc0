import { formatTime } from '../components/time.tsx';
import { useView } from '../view-context.ts';
import { chartColours as colour } from './chart-colours.ts';
import { ChartFigure } from './chart-figure.tsx';
import type { BandPoint, LineChartProps, MarkedSpan, Point } from './chart-types.ts';
import { baseLine, draw, labelStyle, shortNumber, valueAxis } from './draw.ts';
import { asWallTime, tickWords } from './wall-time.ts';

const MOST_ROWS = 48;

/** A line over time, with what is usual as a band and spans that matter marked in red. Gaps stay gaps. */
export function LineChart(props: LineChartProps) {
  const { t, locale, timeZone } = useView();
  const { points, band = [], marks = [], before, moments = [], unit, name, label, height } = props;
  const format = shortNumber(locale);
  const wall = (at: Date) => asWallTime(at, timeZone);
  const option = {
    grid: {
      left: 4,
      right: 10,
      top: marks.length + moments.length > 0 ? 26 : 12,
      bottom: 4,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: {
      type: 'time',
      ...baseLine,
      axisLabel: { ...labelStyle, hideOverlap: true, formatter: (value: number) => tickWords(value, locale) },
    },
    yAxis: valueAxis(format, unit),
    series: [
      ...bandSeries(band, wall),
      ...beforeSeries(props, wall),
      lineSeries(props, wall),
      ...marks.map((mark) => markedLine(points, mark, wall)),
    ],
  };
  const kept = every(points, Math.ceil(points.length / MOST_ROWS));
  const usual = new Map(band.map(([at, low, high]) => [at.getTime(), `${format(low)}–${format(high)}`]));
  const then = new Map(before?.points.map(([at, value]) => [at.getTime(), value]));
  const rows = kept.map(([at, value]) => [
    formatTime(at, locale, timeZone),
    value === null ? t('web.chart.unmeasured') : `${value.toLocaleString(locale)}${unit ? ` ${unit}` : ''}`,
    ...(band.length > 0 ? [usual.get(at.getTime()) ?? ''] : []),
    ...(before ? [then.get(at.getTime())?.toLocaleString(locale) ?? t('web.chart.unmeasured')] : []),
  ]);
  const head = [t('web.chart.when'), name, ...(band.length > 0 ? [t('web.chart.usual')] : []), ...(before ? [before.name] : [])];
  const legend = [
    { swatch: 'line', words: name } as const,
    ...(band.length > 0 ? [{ swatch: 'band', words: t('web.chart.usual') } as const] : []),
    ...(before ? [{ swatch: 'before', words: before.name } as const] : []),
  ];
  return <ChartFigure label={label} height={height} draw={(size) => draw(option, size)} head={head} rows={rows} legend={legend} />;
}

type Wall = (at: Date) => number;

const invisible = { lineStyle: { opacity: 0, color: colour.line }, symbol: 'none', silent: true } as const;

function bandSeries(band: readonly BandPoint[], wall: Wall) {
  if (band.length === 0) return [];
  return [
    { type: 'line', stack: 'usual', ...invisible, data: band.map(([at, low]) => [wall(at), low]) },
    {
      type: 'line',
      stack: 'usual',
      ...invisible,
      areaStyle: { color: colour['calm-soft'], opacity: 1 },
      data: band.map(([at, low, high]) => [wall(at), high - low]),
    },
  ];
}

/** What is compared with, and the numbered lines where something changed: both behind the line itself. */
function beforeSeries({ before, moments = [], points }: LineChartProps, wall: Wall) {
  const series = before === undefined ? [] : [{ ...quietLine, data: before.points.map(([at, value]) => [wall(at), value]) }];
  if (moments.length === 0) return series;
  const numbered = {
    ...{ type: 'line', symbol: 'none', silent: true, lineStyle: { opacity: 0, color: colour.line } },
    data: points.map(([at]) => [wall(at), 0]),
    markLine: {
      silent: true,
      symbol: 'none',
      lineStyle: { color: colour.brass, type: 'solid', width: 1.5 },
      label: { color: colour.strong, fontSize: 12, fontWeight: 600, position: 'end', textBorderWidth: 0 },
      data: moments.map((at, nth) => ({ xAxis: wall(at), label: { formatter: () => String(nth + 1) } })),
    },
  };
  return [...series, numbered];
}

const quietLine = { type: 'line', symbol: 'none', silent: true, lineStyle: { color: colour.soft, width: 1.5, type: [5, 4] } } as const;

function lineSeries({ points, name, marks = [], level }: LineChartProps, wall: Wall) {
  return {
    type: 'line',
    name,
    symbol: 'none',
    lineStyle: { color: colour.calm, width: 2 },
    data: points.map(([at, value]) => [wall(at), value]),
    markArea: {
      silent: true,
      itemStyle: { color: colour['bad-soft'], opacity: 1 },
      label: { color: colour['bad-text'], fontSize: 12, fontWeight: 600, position: 'top', textBorderWidth: 0 },
      data: marks.map((mark) => [{ xAxis: wall(mark.from), name: mark.label }, { xAxis: wall(mark.to) }]),
    },
    ...(level
      ? {
          markLine: {
            silent: true,
            symbol: 'none',
            lineStyle: { color: colour.soft, type: [3, 4], width: 1 },
            label: { ...labelStyle, position: 'insideStartTop', formatter: () => level.label, textBorderWidth: 0 },
            data: [{ yAxis: level.value }],
          },
        }
      : {}),
  };
}

function markedLine(points: readonly Point[], mark: MarkedSpan, wall: Wall) {
  const inside = points.filter(([at]) => at >= mark.from && at <= mark.to);
  return {
    type: 'line',
    symbol: 'none',
    lineStyle: { color: colour.bad, width: 2.5 },
    data: inside.map(([at, value]) => [wall(at), value]),
  };
}

function every<T>(items: readonly T[], step: number): readonly T[] {
  return step < 2 ? items : items.filter((_, index) => index % step === 0 || index === items.length - 1);
}
