import { useView } from '../view-context.ts';

/** How one piece of time stood. `flapping`: it came and went. `unwatched` is hatched: nobody looked. */
export type BarState = 'up' | 'slow' | 'down' | 'flapping' | 'unwatched';

export interface StatusBarsProps {
  /** Equal pieces of time, oldest first; 24 for a day by the hour. */
  readonly bars: readonly BarState[];
  /** What is shown: “Shop North, last 24 hours”. */
  readonly label: string;
}

const WIDTH = 4;
const GAP = 2;
const HEIGHT = 22;
const heights: Readonly<Record<BarState, number>> = { up: HEIGHT, slow: 16, down: 10, flapping: HEIGHT, unwatched: HEIGHT };
/** Steps of a bar that came and went, from its top. */
const FLAPS = [0, 8, 16];

/** The last hours as bars. Each state has its own height, so that colour is not needed to read it. */
export function StatusBars({ bars, label }: StatusBarsProps) {
  const { t } = useView();
  const count = (state: BarState) => bars.filter((bar) => bar === state).length;
  const words = t('web.bars', {
    up: count('up'),
    slow: count('slow'),
    down: count('down'),
    flapping: count('flapping'),
    unwatched: count('unwatched'),
  });
  const width = Math.max(1, bars.length * (WIDTH + GAP) - GAP);
  return (
    <svg class="status-bars" viewBox={`0 0 ${width} ${HEIGHT}`} width={width} height={HEIGHT} role="img" aria-label={`${label}: ${words}`}>
      {bars.map((bar, index) =>
        bar === 'flapping' ? (
          FLAPS.map((top, nth) => (
            <rect class={`bar-${nth === 1 ? 'up' : 'down'}`} x={index * (WIDTH + GAP)} y={top} width={WIDTH} height={6} rx="1" />
          ))
        ) : bar === 'unwatched' ? (
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
