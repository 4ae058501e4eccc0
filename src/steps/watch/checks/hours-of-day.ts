import { HOUR, MINUTE } from '#kernel/time.ts';

/** One piece of time of a check, summed up by the engine. */
export interface Slot {
  readonly at: Date;
  readonly up: number;
  readonly down: number;
  readonly unknown: number;
  readonly ms: number | null;
}

export type Bar = 'up' | 'slow' | 'down' | 'flapping' | 'unwatched';

/** A time in which a check came and went. */
export interface FlapSpan {
  readonly from: Date;
  readonly to: Date;
}

/** Start of the piece of time, counted back from the one that holds `now`. */
function starts(now: Date, count: number, pieceMs: number): number[] {
  const last = Math.floor(now.getTime() / pieceMs) * pieceMs;
  return Array.from({ length: count }, (_none, index) => last - (count - 1 - index) * pieceMs);
}

/**
 * The last hours as bars, oldest first. An hour with a failed look is down; one in which nobody looked is not watched, never up;
 * one whose median is more than three times the usual is slow.
 */
export function barsOf(slots: readonly Slot[], now: Date, count = 24, pieceMs = HOUR): Bar[] {
  const byStart = new Map(slots.map((slot) => [slot.at.getTime(), slot]));
  const times = slots.map((slot) => slot.ms).filter((ms) => ms !== null);
  const usual = times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? null;
  return starts(now, count, pieceMs).map((start) => {
    const slot = byStart.get(start);
    if (!slot || slot.up + slot.down === 0) return 'unwatched';
    if (slot.down > 0) return 'down';
    return usual !== null && slot.ms !== null && slot.ms > Math.max(3 * usual, 300) ? 'slow' : 'up';
  });
}

/** Bars of `barsOf` with those marked in which the check came and went; where nobody looked that is not known either. */
export function markFlapping(bars: readonly Bar[], spans: readonly FlapSpan[], now: Date, pieceMs = HOUR): Bar[] {
  const begins = starts(now, bars.length, pieceMs);
  return bars.map((bar, nth) => {
    const from = begins[nth] ?? 0;
    const came = spans.some((span) => span.from.getTime() < from + pieceMs && span.to.getTime() >= from);
    return came && bar !== 'unwatched' ? 'flapping' : bar;
  });
}

/** The line of a chart: one value a piece of time, null where nobody looked. */
export function lineOf(slots: readonly Slot[], now: Date, count: number, pieceMs: number): (readonly [Date, number | null])[] {
  const byStart = new Map(slots.map((slot) => [slot.at.getTime(), slot]));
  return starts(now, count, pieceMs).map((start) => [new Date(start), byStart.get(start)?.ms ?? null] as const);
}

/** Share of the looks that were fine, and of the time in which somebody looked. `null` when nobody did. */
export function availabilityOf(slots: readonly Slot[], now: Date, count: number, pieceMs: number, since: Date) {
  const up = slots.reduce((sum, slot) => sum + slot.up, 0);
  const looked = slots.reduce((sum, slot) => sum + slot.up + slot.down, 0);
  const pieces = starts(now, count, pieceMs).filter((start) => start + pieceMs > since.getTime());
  const watched = new Set(slots.filter((slot) => slot.up + slot.down > 0).map((slot) => slot.at.getTime()));
  return {
    up: looked === 0 ? null : up / looked,
    watched: pieces.length === 0 ? null : pieces.filter((start) => watched.has(start)).length / pieces.length,
  };
}

/** Pieces of the day’s chart: five minutes. */
export const PIECE = 5 * MINUTE;
