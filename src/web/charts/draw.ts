import type { EChartsCoreOption } from 'echarts/core';
import { chartColours as colour } from './chart-colours.ts';
import { cleanSvg } from './clean-svg.ts';
import { loadEcharts } from './load-echarts.ts';

/** Draws one picture. Width and height in user units; the page scales it. */
export function draw(
  option: EChartsCoreOption,
  size: { readonly width: number; readonly height: number; readonly className: string },
): string {
  const chart = loadEcharts().init(null, null, { renderer: 'svg', ssr: true, width: size.width, height: size.height });
  try {
    chart.setOption({ animation: false, useUTC: true, textStyle: { fontFamily: 'sans-serif' }, ...option });
    return cleanSvg(chart.renderToSVGString(), { className: size.className, prefix: size.className === 'chart-wide' ? 'w' : 'n' });
  } finally {
    chart.dispose();
  }
}

export const labelStyle = { color: colour.text, fontSize: 12 } as const;

/** A quiet axis with values, from zero. */
export function valueAxis(format: (value: number) => string, unit: string | undefined) {
  return {
    type: 'value',
    min: 0,
    splitNumber: 3,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: colour.line, width: 1 } },
    axisLabel: { ...labelStyle, formatter: (value: number) => (unit ? `${format(value)} ${unit}` : format(value)) },
  } as const;
}

export const baseLine = {
  axisLine: { lineStyle: { color: colour.line, width: 1 } },
  axisTick: { show: false },
  splitLine: { show: false },
} as const;

/** Numbers as people of this language write them, short: `1.2K`, `1,2 тыс.`… */
export function shortNumber(locale: string): (value: number) => string {
  const format = new Intl.NumberFormat(locale === 'en' ? 'en-GB' : locale, { notation: 'compact', maximumFractionDigits: 1 });
  return (value) => format.format(value);
}
