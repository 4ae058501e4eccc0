import type { Tone } from '../types.ts';
import { useView } from '../view-context.ts';

export interface RingProps {
  /** Milliseconds that are left; negative when the time is over. Null when the start is not known. */
  readonly leftMs: number | null;
  /** Milliseconds of the whole, e.g. 72 hours. */
  readonly wholeMs: number;
  /** Small words under the figure; “left of 72 h” unless said. */
  readonly label?: string;
  readonly size?: 'large' | 'small';
}

const RADIUS = 44;
const ROUND = 2 * Math.PI * RADIUS;

/** Calm with more than half left, a warning below, red in the last sixth and after; unknown when the start is not known. */
export function ringTone(leftMs: number | null, wholeMs: number): Tone {
  if (leftMs === null) return 'unknown';
  const share = leftMs / wholeMs;
  return share <= 1 / 6 ? 'bad' : share <= 1 / 2 ? 'warn' : 'calm';
}

/** From so many hours on days are what somebody reckons in, and all that has room in a ring. */
const MANY_HOURS = 100;

/** Hours and minutes such as `67:21`, whole days from a hundred hours on, with a minus sign when the time is over; a dash when unknown. */
export function formatHours(ms: number | null, locale = 'en'): string {
  if (ms === null) return '–';
  const minutes = Math.floor(Math.abs(ms) / 60_000);
  const over = ms < 0 && minutes > 0 ? '−' : '';
  if (minutes >= MANY_HOURS * 60) {
    // The narrow Japanese unit is a Latin letter.
    const days = new Intl.NumberFormat(locale, { style: 'unit', unit: 'day', unitDisplay: locale === 'ja' ? 'short' : 'narrow' });
    return `${over}${days.format(Math.floor(minutes / 1_440))}`;
  }
  return `${over}${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

/** A deadline as a ring that empties. Its text says the same. */
export function Ring({ leftMs, wholeMs, label, size = 'large' }: RingProps) {
  const { t, locale } = useView();
  const figure = formatHours(leftMs, locale);
  const hours = Math.round(wholeMs / 3_600_000);
  const tone = ringTone(leftMs, wholeMs);
  const share = leftMs === null ? 1 : Math.max(0, Math.min(1, leftMs / wholeMs));
  const over = leftMs !== null && leftMs < 0;
  const words = label ?? (leftMs === null ? t('web.ring.unknown') : over ? t('web.ring.over', { hours }) : t('web.ring.left', { hours }));
  return (
    <div class={`ring ring-${size} tone-${tone}`} role="img" aria-label={`${figure} ${words}`}>
      <svg viewBox="0 0 104 104" aria-hidden="true">
        <circle class="ring-track" cx="52" cy="52" r={RADIUS} />
        <circle
          class="ring-left"
          cx="52"
          cy="52"
          r={RADIUS}
          stroke-dasharray={leftMs === null ? '3.5 5.7146' : `${(share * ROUND).toFixed(1)} ${ROUND.toFixed(1)}`}
          transform="rotate(-90 52 52)"
        />
      </svg>
      <b>
        <span>{figure}</span>
        <small>{words}</small>
      </b>
    </div>
  );
}
