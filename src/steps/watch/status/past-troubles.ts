import { MINUTE } from '#kernel/time.ts';
import type { StateSpan } from './follow-span.ts';
import type { StatusPart } from './status-words.ts';

/** A trouble that was seen by itself; `to` is null while it lasts. */
export interface SeenTrouble {
  readonly part: StatusPart;
  readonly from: Date;
  readonly to: Date | null;
}

interface Spoken {
  readonly parts: readonly StatusPart[];
  readonly from: Date;
  readonly to: Date | null;
}

/** Troubles of one part with less between them were one for whoever tried to buy. */
const APART_MS = 30 * MINUTE;

/** The troubles of a part, the newest first: flapping drawn together, and without those that people told of themselves. Pure. */
export function pastTroubles(part: StatusPart, spans: readonly StateSpan[], spoken: readonly Spoken[]): SeenTrouble[] {
  const joined: SeenTrouble[] = [];
  for (const { state, from, to } of [...spans].sort((a, b) => a.from.getTime() - b.from.getTime())) {
    if (state !== 'trouble' || spoken.some((one) => one.parts.includes(part) && overlaps(one, { from, to }))) continue;
    const last = joined.at(-1);
    if (last?.to && from.getTime() - last.to.getTime() < APART_MS) joined[joined.length - 1] = { ...last, to };
    else joined.push({ part, from, to });
  }
  return joined.reverse();
}

function overlaps(a: Omit<Spoken, 'parts'>, b: Omit<Spoken, 'parts'>): boolean {
  return (b.to === null || a.from < b.to) && (a.to === null || b.from < a.to);
}
