export interface WaterfallBarProps {
  /** Milliseconds from the left edge. */
  readonly at: number;
  readonly ms: number;
  /** Milliseconds of the whole width. */
  readonly whole: number;
  readonly tone: 'ok' | 'warn' | 'bad' | 'plain';
}

const WIDTH = 200;

/** When something began and how long it took, within a whole. Decoration: the figures stand beside it. */
export function WaterfallBar({ at, ms, whole, tone }: WaterfallBarProps) {
  const scale = WIDTH / Math.max(1, whole);
  const x = Math.min(WIDTH - 2, at * scale);
  return (
    <svg class="waterfall" viewBox={`0 0 ${WIDTH} 10`} width={WIDTH} height="10" aria-hidden="true">
      <rect class="waterfall-ground" x="0" y="4" width={WIDTH} height="2" />
      <rect
        class={`waterfall-${tone}`}
        x={x.toFixed(1)}
        y="0"
        width={Math.max(2, Math.min(WIDTH - x, ms * scale)).toFixed(1)}
        height="10"
        rx="1.5"
      />
    </svg>
  );
}
