import { useView } from '../view-context.ts';
import { chartColours as colour } from './chart-colours.ts';
import { ChartFigure } from './chart-figure.tsx';
import type { HistogramProps } from './chart-types.ts';
import { baseLine, draw, labelStyle, shortNumber, valueAxis } from './draw.ts';

/** How often values fall into each class. Classes have equal widths in the picture; the axis names their lower bounds. */
export function Histogram({ bins, label, unit, mark, height }: HistogramProps) {
  const { t, locale } = useView();
  const format = shortNumber(locale);
  const marked = mark ? bins.findIndex((bin) => mark.value >= bin.from && mark.value < bin.to) : -1;
  const option = {
    grid: { left: 4, right: 10, top: mark ? 26 : 12, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: {
      type: 'category',
      ...baseLine,
      data: bins.map((bin) => `${format(bin.from)}${unit ? ` ${unit}` : ''}`),
      axisLabel: { ...labelStyle, hideOverlap: true },
    },
    yAxis: valueAxis(format, undefined),
    series: [
      {
        type: 'bar',
        barCategoryGap: '6%',
        itemStyle: { color: colour.calm, borderRadius: [3, 3, 0, 0] },
        data: bins.map((bin) => bin.count),
        ...(mark && marked >= 0
          ? {
              markLine: {
                silent: true,
                symbol: 'none',
                lineStyle: { color: colour.bad, type: 'solid', width: 1.5 },
                label: {
                  color: colour['bad-text'],
                  fontSize: 12,
                  fontWeight: 600,
                  formatter: () => mark.label,
                  position: 'end',
                  textBorderWidth: 0,
                },
                data: [{ xAxis: marked }],
              },
            }
          : {}),
      },
    ],
  };
  const rows = bins.map((bin) => [`${format(bin.from)}–${format(bin.to)}${unit ? ` ${unit}` : ''}`, bin.count.toLocaleString(locale)]);
  return (
    <ChartFigure
      label={label}
      height={height}
      draw={(size) => draw(option, size)}
      head={[t('web.chart.what'), t('web.chart.count')]}
      rows={rows}
    />
  );
}
