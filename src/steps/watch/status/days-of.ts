import { addDays, instantOf, localTime } from '#kernel/local-time.ts';
import { MINUTE } from '#kernel/time.ts';
import type { StateSpan } from './follow-span.ts';
import type { PartState } from './status-words.ts';

/** One day of a part, in whole minutes. What was not known is counted, never taken for fine. */
export interface StatusDay {
  /** `2026-11-29`, as the shop's calendar has it. */
  readonly day: string;
  /** The worst that day: any trouble makes it `trouble`; `fine` is fine as far as it was known. */
  readonly state: PartState;
  readonly troubleMinutes: number;
  readonly unknownMinutes: number;
}

export const DAYS_SHOWN = 90;

/** The last ninety days of a part, the oldest first, in the shop's time. A day's time before the first span was not known. Pure. */
export function daysOf(spans: readonly StateSpan[], now: Date, zone: string, count: number = DAYS_SHOWN): StatusDay[] {
  const today = localTime(now.getTime(), zone).day;
  return Array.from({ length: count }, (_none, index) => {
    const day = addDays(today, index - count + 1);
    const from = instantOf({ day, minutes: 0 }, zone);
    const to = Math.min(instantOf({ day: addDays(day, 1), minutes: 0 }, zone), now.getTime());
    return { day, ...sumUp(spans, from, to, now.getTime()) };
  });
}

function sumUp(spans: readonly StateSpan[], from: number, to: number, now: number): Omit<StatusDay, 'day'> {
  const ms = { fine: 0, trouble: 0, work: 0, unknown: 0 };
  for (const span of spans) {
    const inside = Math.min(to, span.to?.getTime() ?? now) - Math.max(from, span.from.getTime());
    if (inside > 0) ms[span.state] += inside;
  }
  const unknown = Math.max(0, to - from - ms.fine - ms.trouble - ms.work);
  const known = ms.fine + ms.trouble + ms.work;
  const state = ms.trouble > 0 ? 'trouble' : ms.work > 0 ? 'work' : known === 0 || unknown > known ? 'unknown' : 'fine';
  return { state, troubleMinutes: Math.ceil(ms.trouble / MINUTE), unknownMinutes: Math.round(unknown / MINUTE) };
}
