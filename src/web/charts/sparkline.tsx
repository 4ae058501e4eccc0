import type { Tone } from '../types.ts';

export interface SparklineProps {
  /** Oldest first; null is a gap: nobody measured. */
  readonly values: readonly (number | null)[];
  /** What is shown and what it says: “Orders per hour, 40 to 212, now 180”. */
  readonly label: string;
  readonly tone?: Tone;
  readonly width?: number;
  readonly height?: number;
}

/** A line the size of a word. */
export function Sparkline({ values, label, tone = 'calm', width = 96, height = 24 }: SparklineProps) {
  const path = sparklinePath(values, width, height);
  return (
    <svg class={`sparkline tone-${tone}`} viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={label}>
      <path d={path} />
    </svg>
  );
}

/** The path of a sparkline, with gaps where values are missing. */
export function sparklinePath(values: readonly (number | null)[], width: number, height: number): string {
  const known = values.filter((value) => value !== null && Number.isFinite(value)) as number[];
  const least = Math.min(...known);
  const spread = Math.max(...known) - least;
  const step = values.length > 1 ? (width - 4) / (values.length - 1) : 0;
  let path = '';
  let pen = false;
  values.forEach((value, index) => {
    if (value === null || !Number.isFinite(value)) {
      pen = false;
      return;
    }
    const x = 2 + index * step;
    const y = spread === 0 ? height / 2 : height - 3 - ((value - least) / spread) * (height - 6);
    path += `${pen ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}${pen || isNumber(values[index + 1]) ? '' : 'h0.01'}`;
    pen = true;
  });
  return path;
}

function isNumber(value: number | null | undefined): boolean {
  return value !== null && value !== undefined && Number.isFinite(value);
}
