import { useView } from '../view-context.ts';

/** How one piece of time stood. `unwatched` is hatched: nobody looked. */
export type BarState = 'up' | 'slow' | 'down' | 'unwatched';

export interface StatusBarsProps {
  /** Equal pieces of time, oldest first; 24 for a day by the hour. */
  readonly bars: readonly BarState[];
  /** What is shown: “Shop North, last 24 hours”. */
  readonly label: string;
}

const WIDTH = 4;
const GAP = 2;
const HEIGHT = 22;
const heights: Readonly<Record<BarState, number>> = { up: HEIGHT, slow: 16, down: 10, unwatched: HEIGHT };

/** The last hours as bars. Each state has its own height, so that colour is not needed to read it. */
export function StatusBars({ bars, label }: StatusBarsProps) {
  const { t } = useView();
  const count = (state: BarState) => bars.filter((bar) => bar === state).length;
  const words = t('web.bars', { up: count('up'), slow: count('slow'), down: count('down'), unwatched: count('unwatched') });
  const width = Math.max(1, bars.length * (WIDTH + GAP) - GAP);
  return (
    <svg class="status-bars" viewBox={`0 0 ${width} ${HEIGHT}`} width={width} height={HEIGHT} role="img" aria-label={`${label}: ${words}`}>
      {bars.map((bar, index) =>
        bar === 'unwatched' ? (
          <path
            class="bar-unwatched"
            d={`M${index * (WIDTH + GAP) + WIDTH / 2} 0V${HEIGHT}`}
            stroke-width={WIDTH}
            stroke-dasharray="3 3"
            stroke-dashoffset={(index * 2) % 6}
          />
        ) : (
          <rect class={`bar-${bar}`} x={index * (WIDTH + GAP)} y={HEIGHT - heights[bar]} width={WIDTH} height={heights[bar]} rx="1.5" />
        ),
      )}
    </svg>
  );
}
