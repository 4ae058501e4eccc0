import { HOUR, MINUTE } from '#kernel/time.ts';

/** Width of the slots in which arrivals are counted. */
export const SLOT = 5 * MINUTE;
const AROUND = HOUR / SLOT;
/** A hole says something only when so many rows should lie in it: by chance it would stay empty once in 500 million times. */
const EXPECTED = 20;

/** Rows of one source by slot (number of the slot since 1970), over more time than the incident. */
export interface Arrivals {
  readonly source: string;
  readonly slots: ReadonlyMap<number, number>;
}

export interface Gap {
  readonly source: string;
  readonly from: Date;
  /** `null`: it has not ended. */
  readonly to: Date | null;
  readonly expected: number;
  /** Whether other sources of the shop went on meanwhile; `null` when there is no other. */
  readonly othersWentOn: boolean | null;
}

export interface GapVerdict {
  readonly gaps: readonly Gap[];
  /** Sources with too few rows to tell a hole from a quiet hour. */
  readonly cannotTell: readonly string[];
  /** Sources that began only after the incident did. */
  readonly beganLater: readonly { readonly source: string; readonly at: Date }[];
  /** Whether `nothing` is stored around the incident, or nothing of its `beginning`; `null`: no such thing. */
  readonly uncovered: 'nothing' | 'beginning' | null;
}

/**
 * Holes in a source's arrivals that overlap the incident: slots without a row where the hour before and the hour after say there should
 * have been many, unless the same time of most other days is empty as well. `until`: up to when rows could have arrived.
 */
export function judgeGaps(arrivals: readonly Arrivals[], incident: { readonly from: Date; readonly to: Date }, until: Date): GapVerdict {
  const verdicts = arrivals.map((one) => judgeSource(one, arrivals, incident, until));
  return {
    gaps: verdicts.flatMap((one) => one.gaps),
    cannotTell: verdicts.flatMap((one) => one.cannotTell),
    beganLater: verdicts.flatMap((one) => one.beganLater),
    uncovered:
      arrivals.length === 0 || incident.from > until ? 'nothing' : verdicts.every((one) => one.beganLater.length > 0) ? 'beginning' : null,
  };
}

function judgeSource(
  one: Arrivals,
  all: readonly Arrivals[],
  incident: { readonly from: Date; readonly to: Date },
  until: Date,
): Omit<GapVerdict, 'uncovered'> {
  const filled = [...one.slots.keys()].sort((a, b) => a - b);
  const [first, last] = [filled[0], filled.at(-1)];
  if (first === undefined || last === undefined) return { gaps: [], cannotTell: [one.source], beganLater: [] };
  const [from, to] = [slotOf(incident.from), slotOf(incident.to)];
  const holes = holesOf(filled, slotOf(until)).filter((hole) => hole.from <= to && hole.to >= from);
  const judged = holes.map((hole) => ({ hole, expected: expectedIn(one.slots, hole), open: hole.from > last }));
  const told = judged.filter(({ hole, expected }) => expected >= EXPECTED && !isUsualPause(one.slots, hole, first));
  const dense = rateBeside(one.slots, from - AROUND, to + AROUND) > 0;
  return {
    gaps: told.map(({ hole, expected, open }) => ({
      source: one.source,
      from: dateOf(hole.from),
      to: open ? null : dateOf(hole.to + 1),
      expected: Math.round(expected),
      othersWentOn: wentOn(all, one.source, hole),
    })),
    cannotTell: told.length === 0 && !dense ? [one.source] : [],
    beganLater: first > from && slotOf(until) - first > 0 ? [{ source: one.source, at: dateOf(first) }] : [],
  };
}

interface Hole {
  readonly from: number;
  readonly to: number;
}

function holesOf(filled: readonly number[], until: number): Hole[] {
  const holes: Hole[] = [];
  for (const [nth, slot] of filled.entries()) {
    const next = filled[nth + 1] ?? until;
    if (next - slot > 1) holes.push({ from: slot + 1, to: next - 1 });
  }
  return holes;
}

/** What three of four slots beside the hole have at least, on the quieter side; a hole that has not ended has one side. */
function expectedIn(slots: ReadonlyMap<number, number>, hole: Hole): number {
  const before = lowerQuartile(slots, hole.from - AROUND, hole.from - 1);
  const after = lowerQuartile(slots, hole.to + 1, hole.to + AROUND);
  const ended = [...Array(AROUND).keys()].some((nth) => slots.has(hole.to + 1 + nth));
  return (ended ? Math.min(before, after) : before) * (hole.to - hole.from + 1);
}

function lowerQuartile(slots: ReadonlyMap<number, number>, from: number, to: number): number {
  const counts = Array.from({ length: to - from + 1 }, (_, nth) => slots.get(from + nth) ?? 0).sort((a, b) => a - b);
  return counts[Math.floor(counts.length / 4)] ?? 0;
}

function rateBeside(slots: ReadonlyMap<number, number>, from: number, to: number): number {
  return Math.max(lowerQuartile(slots, from, from + AROUND), lowerQuartile(slots, to - AROUND, to));
}

const DAY_OF_SLOTS = (24 * HOUR) / SLOT;

/** Whether the same time of day is empty on most of the other days that are known. */
function isUsualPause(slots: ReadonlyMap<number, number>, hole: Hole, first: number): boolean {
  const middle = Math.floor((hole.from + hole.to) / 2);
  const days = [-3, -2, -1, 1, 2, 3].map((day) => middle + day * DAY_OF_SLOTS).filter((slot) => slot >= first && nearby(slots, slot));
  const empty = days.filter((slot) => !slots.has(slot)).length;
  return days.length >= 2 && empty > days.length / 2;
}

function nearby(slots: ReadonlyMap<number, number>, slot: number): boolean {
  for (let at = slot - DAY_OF_SLOTS / 2; at <= slot + DAY_OF_SLOTS / 2; at++) if (slots.has(at)) return true;
  return false;
}

function wentOn(all: readonly Arrivals[], source: string, hole: Hole): boolean | null {
  const others = all.filter((one) => one.source !== source);
  if (others.length === 0) return null;
  return others.some((one) => [...one.slots.keys()].some((slot) => slot >= hole.from && slot <= hole.to));
}

function slotOf(at: Date): number {
  return Math.floor(at.getTime() / SLOT);
}

function dateOf(slot: number): Date {
  return new Date(slot * SLOT);
}
