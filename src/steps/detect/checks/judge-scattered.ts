import type { Severity } from '#kernel/outcome.ts';

/** Readers of one route within a few hours. */
export interface ReaderSlot {
  /** Start, ms since 1970. */
  readonly from: number;
  /** Different readers who read a few records each. */
  readonly readers: number;
  /** Of these, those who asked for nothing but records: nobody who signed in, loaded a page or an image. */
  readonly bare: readonly number[];
}

const LEAST = 20;
const SHARE = 0.3;
const TIMES_USUAL = 3;

/**
 * Many who each read one or a few records and nothing else: one who reads through other people's records from many places, in no order.
 * Ordinary readers come by the shop's pages; where they never do (a route of a programming interface) the usual share is high and
 * nothing is conspicuous. Slots that follow each other are one campaign. `usualShare`: of bare readers; `null` when nobody knows.
 */
export function judgeScattered(
  slots: readonly ReaderSlot[],
  usualShare: number | null,
  slotMs: number,
): { readonly actors: readonly number[]; readonly from: number }[] {
  const loud = slots
    .filter(({ readers, bare }) => bare.length >= LEAST && bare.length / readers >= Math.max(SHARE, TIMES_USUAL * (usualShare ?? SHARE)))
    .sort((a, b) => a.from - b.from);
  const runs: ReaderSlot[][] = [];
  for (const slot of loud) {
    const run = runs.at(-1);
    if (run !== undefined && slot.from - (run.at(-1)?.from ?? 0) <= 2 * slotMs) run.push(slot);
    else runs.push([slot]);
  }
  return runs.map((run) => ({ actors: [...new Set(run.flatMap((slot) => slot.bare))], from: run[0]?.from ?? 0 }));
}

export function levelOfScattered(records: number): Severity {
  return records >= 100 ? 'critical' : 'high';
}
