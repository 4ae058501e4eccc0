import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { useView } from '../view-context.ts';

interface ChartFigureProps {
  readonly label: string;
  /** Draws the picture for a width; called for a wide and a narrow one, so that words stay readable on a phone. */
  readonly draw: (size: { readonly width: number; readonly height: number; readonly className: string }) => string;
  readonly height?: number | undefined;
  readonly head: readonly string[];
  readonly rows: readonly (readonly Child[])[];
  /** What the picture's colours mean: class of the swatch and words. */
  readonly legend?: readonly { readonly swatch: 'line' | 'band' | 'marked' | 'before'; readonly words: string }[];
}

/** A picture with its sentence, and its figures as a table that folds away. */
export function ChartFigure({ label, draw, height = 220, head, rows, legend = [] }: ChartFigureProps) {
  const { t } = useView();
  return (
    <figure class="chart">
      <div class="chart-frame" role="img" aria-label={label}>
        {raw(draw({ width: 720, height, className: 'chart-wide' }))}
        {raw(draw({ width: 350, height: Math.round(height * 0.9), className: 'chart-narrow' }))}
      </div>
      {legend.length > 0 ? (
        <ul class="legend">
          {legend.map((item) => (
            <li>
              <i class={`swatch-${item.swatch}`} aria-hidden="true" />
              {item.words}
            </li>
          ))}
        </ul>
      ) : null}
      <details>
        <summary>{t('web.chart.table')}</summary>
        <table>
          <caption class="sr">{label}</caption>
          <thead>
            <tr>
              {head.map((name) => (
                <th scope="col">{name}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr>
                {row.map((cell) => (
                  <td>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
