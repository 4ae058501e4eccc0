import { useView } from '../view-context.ts';
import { chartColours as colour } from './chart-colours.ts';
import { ChartFigure } from './chart-figure.tsx';
import type { BarChartProps } from './chart-types.ts';
import { baseLine, draw, labelStyle, shortNumber, valueAxis } from './draw.ts';

/** Amounts beside each other. A value that is not known has no bar, and the table says so. */
export function BarChart({ bars, label, unit, height }: BarChartProps) {
  const { t, locale } = useView();
  const format = shortNumber(locale);
  const option = {
    grid: { left: 4, right: 10, top: 22, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: { type: 'category', ...baseLine, data: bars.map((bar) => bar.name), axisLabel: { ...labelStyle, hideOverlap: true } },
    yAxis: valueAxis(format, unit),
    series: [
      {
        type: 'bar',
        barMaxWidth: 44,
        barCategoryGap: '28%',
        label: {
          show: bars.length <= 12,
          position: 'top',
          color: colour.strong,
          fontSize: 12,
          textBorderWidth: 0,
          formatter: ({ value }: { readonly value: number }) => format(value),
        },
        data: bars.map((bar) => ({
          value: bar.value ?? '-',
          itemStyle: { color: colour[bar.tone ?? 'calm'], borderRadius: [4, 4, 0, 0] },
        })),
      },
    ],
  };
  const rows = bars.map((bar) => [
    bar.name,
    bar.value === null ? t('web.chart.unmeasured') : `${bar.value.toLocaleString(locale)}${unit ? ` ${unit}` : ''}`,
  ]);
  return (
    <ChartFigure
      label={label}
      height={height}
      draw={(size) => draw(option, size)}
      head={[t('web.chart.what'), t('web.chart.value')]}
      rows={rows}
    />
  );
}
