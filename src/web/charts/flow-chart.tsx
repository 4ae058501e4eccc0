import { useView } from '../view-context.ts';
import { chartColours as colour } from './chart-colours.ts';
import { ChartFigure } from './chart-figure.tsx';
import type { FlowChartProps } from './chart-types.ts';
import { draw, shortNumber } from './draw.ts';

/** How many go from where to where: bands as wide as what goes through them. Nodes and bands of nothing are left out. */
export function FlowChart({ nodes, links, label, height = 260 }: FlowChartProps) {
  const { t, locale } = useView();
  const format = shortNumber(locale);
  const flowing = links.filter((link) => link.value > 0);
  const used = new Set(flowing.flatMap(({ from, to }) => [from, to]));
  const amount = (id: string): number => {
    const into = flowing.filter((link) => link.to === id).reduce((sum, link) => sum + link.value, 0);
    return into > 0 ? into : flowing.filter((link) => link.from === id).reduce((sum, link) => sum + link.value, 0);
  };
  const shown = nodes.filter(({ id }) => used.has(id));
  const nameOf = (id: string): string => nodes.find((node) => node.id === id)?.name ?? id;
  const option = (isNarrow: boolean) => ({
    series: [
      {
        type: 'sankey',
        left: 4,
        right: isNarrow ? 118 : 190,
        top: 10,
        bottom: 10,
        nodeWidth: 12,
        nodeGap: isNarrow ? 16 : 14,
        draggable: false,
        silent: true,
        data: shown.map(({ id, name, tone }) => ({
          name: id,
          itemStyle: { color: colour[tone ?? 'calm'], borderWidth: 0 },
          // Between two columns of a narrow picture there is room for a word, at its end for a line.
          label: {
            formatter:
              isNarrow && flowing.some((link) => link.from === id) ? `${name}\n${format(amount(id))}` : `${name} ${format(amount(id))}`,
          },
        })),
        links: flowing.map(({ from, to, value }) => ({ source: from, target: to, value })),
        lineStyle: { color: colour['calm-soft'], opacity: 1, curveness: 0.5 },
        label: { color: colour.strong, fontSize: 12, textBorderWidth: 0, position: 'right' },
      },
    ],
  });
  const rows = flowing.map(({ from, to, value }) => [`${nameOf(from)} → ${nameOf(to)}`, value.toLocaleString(locale)]);
  return (
    <ChartFigure
      label={label}
      height={height}
      draw={(size) => draw(option(size.className !== 'chart-wide'), size)}
      head={[t('web.chart.what'), t('web.chart.value')]}
      rows={rows}
    />
  );
}
