import { SECOND } from '#kernel/time.ts';
import type { PartState } from './status-words.ts';

/** How a part stood for a while; `to` is null while it still does. */
export interface StateSpan {
  readonly state: PartState;
  readonly from: Date;
  readonly to: Date | null;
}

/** Nobody followed for longer than this: the time between is not known. */
const GAP_MS = 45 * SECOND;

interface SpanStep {
  /** When the open span ended; `null`: it goes on. */
  readonly endAt: Date | null;
  readonly begun: readonly StateSpan[];
}

/** Follows how a part stands: what ends and what begins now. The time in which nobody followed becomes a span of its own, not known. Pure. */
export function followSpan(open: StateSpan | null, seenAt: Date | null, state: PartState, now: Date): SpanStep {
  if (open === null) return { endAt: null, begun: [{ state, from: now, to: null }] };
  const known = seenAt === null || seenAt < open.from ? open.from : seenAt;
  const hasGap = now.getTime() - known.getTime() > GAP_MS && open.state !== 'unknown';
  if (hasGap && state === 'unknown') return { endAt: known, begun: [{ state, from: known, to: null }] };
  if (hasGap) {
    return {
      endAt: known,
      begun: [
        { state: 'unknown', from: known, to: now },
        { state, from: now, to: null },
      ],
    };
  }
  return open.state === state ? { endAt: null, begun: [] } : { endAt: now, begun: [{ state, from: now, to: null }] };
}
