import type { Child } from 'hono/jsx';
import type { Tone } from '../types.ts';

export interface StatProps {
  readonly label: string;
  /** The figure; null says that it is not known, and never looks like zero. */
  readonly value: string | number | null;
  readonly unit?: string;
  /** What is usual, or since when. */
  readonly note?: Child;
  readonly tone?: Tone;
  /** The evidence behind the figure. */
  readonly href?: string;
  /** A sparkline or bars. */
  readonly chart?: Child;
}

/** One figure that leads to what it rests on. */
export function Stat({ label, value, unit, note, tone, href, chart }: StatProps) {
  const known = value !== null;
  const figure = (
    <span class="stat-figure">
      {known ? value : '–'}
      {known && unit ? <small>{unit}</small> : null}
    </span>
  );
  return (
    <div class={`stat ${known ? (tone ? `tone-${tone}` : '') : 'tone-unknown'}`}>
      <span class="stat-label">{label}</span>
      {href ? <a href={href}>{figure}</a> : figure}
      {note ? <span class="stat-note">{note}</span> : null}
      {chart}
    </div>
  );
}
