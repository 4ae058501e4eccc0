import type { Severity } from '#kernel/outcome.ts';
import { DAY } from '#kernel/time.ts';

/** Readers of one route within a few hours. */
export interface ReaderSlot {
  /** Start, ms since 1970. */
  readonly from: number;
  /** Different readers who read a few records each. */
  readonly readers: number;
  /** Of these, those who asked for nothing but records: nobody who signed in, loaded a page or an image. */
  readonly bare: readonly number[];
}

/** The usual share of bare readers: of the middle slot, and of the quieter quarter, which a campaign of a day does not move. */
export interface UsualShare {
  readonly middle: number;
  readonly low: number;
}

const LEAST = 20;
const SHARE = 0.3;
const TIMES_USUAL = 3;
/** Over a day: so many, so large a share of all, and in each of its slots some. Where programs are the rule, nothing is. */
const OVER_A_DAY = { readers: 60, share: 0.2, each: 3, rule: 0.5 } as const;
/** So many slots without any part a campaign from the next one. */
const PAUSE = 3;

/**
 * Many who each read one or a few records and nothing else: one who reads through other people's records from many places, in no order.
 * Ordinary readers come by the shop's pages; where they never do (a route of a programming interface) the usual share is high and
 * nothing is conspicuous. A slot may be loud by itself, or many quiet ones over a day. Slots that follow each other are one campaign.
 * `usual`: `null` when nobody knows.
 */
export function judgeScattered(
  slots: readonly ReaderSlot[],
  usual: UsualShare | null,
  slotMs: number,
): { readonly actors: readonly number[]; readonly from: number }[] {
  const sorted = [...slots].sort((a, b) => a.from - b.from);
  const loud = new Set(sorted.filter((slot) => isLoud(slot, usual)));
  const quiet = sorted.filter((slot) => !loud.has(slot));
  const all = [...loud, ...(usual === null ? [] : loudTogether(quiet, usual))].sort((a, b) => a.from - b.from);
  const runs: ReaderSlot[][] = [];
  for (const slot of all) {
    const run = runs.at(-1);
    if (run !== undefined && slot.from - (run.at(-1)?.from ?? 0) <= PAUSE * slotMs) run.push(slot);
    else runs.push([slot]);
  }
  return runs.map((run) => ({ actors: [...new Set(run.flatMap((slot) => slot.bare))], from: run[0]?.from ?? 0 }));
}

function isLoud({ bare, readers }: ReaderSlot, usual: UsualShare | null): boolean {
  return bare.length >= LEAST && bare.length / readers >= Math.max(SHARE, TIMES_USUAL * (usual?.middle ?? SHARE));
}

/** The slots of every day in which quiet slots together hold too many. */
function loudTogether(quiet: readonly ReaderSlot[], { low, middle }: UsualShare): ReaderSlot[] {
  const members = new Set<ReaderSlot>();
  if (middle >= OVER_A_DAY.rule) return [];
  for (const [nth, last] of quiet.entries()) {
    const day = quiet.slice(0, nth + 1).filter((slot) => slot.from > last.from - DAY);
    const bare = day.reduce((sum, slot) => sum + slot.bare.length, 0);
    const readers = day.reduce((sum, slot) => sum + slot.readers, 0);
    if (bare < OVER_A_DAY.readers || bare < Math.max(OVER_A_DAY.share, TIMES_USUAL * low) * readers) continue;
    for (const slot of day) if (slot.bare.length >= OVER_A_DAY.each && slot.bare.length >= 2 * low * slot.readers) members.add(slot);
  }
  return [...members];
}

/** The usual share of bare readers; nobody knows it from fewer than three slots. */
export function usualShareOf(slots: readonly ReaderSlot[]): UsualShare | null {
  const shares = slots.map((slot) => slot.bare.length / slot.readers).sort((a, b) => a - b);
  const at = (part: number): number => shares[Math.floor((shares.length - 1) * part)] ?? 0;
  return shares.length < 3 ? null : { middle: at(0.5), low: at(0.25) };
}

export function levelOfScattered(records: number): Severity {
  return records >= 100 ? 'critical' : 'high';
}
