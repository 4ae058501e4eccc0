import { HOUR, MINUTE } from '#kernel/time.ts';

/** A quarter of an hour of one queue, ms since 1970; `null`: nobody told. */
export interface QueuePiece {
  readonly at: number;
  /** Messages that waited: the most, the fewest, the last. */
  readonly most: number | null;
  readonly fewest: number | null;
  readonly last: number | null;
  /** Age of the oldest message at its highest, s. */
  readonly age: number | null;
}

export interface QueueSeries {
  readonly name: string;
  /** Which system or machine tells of it. */
  readonly where: string;
  /** Oldest first, without gaps in time. */
  readonly pieces: readonly QueuePiece[];
  /** When it was told of last, ms since 1970. */
  readonly toldAt: number;
}

/** `stuck`: nothing gets shorter or younger. `growing`: twice as many as an hour ago. `waiting`: something waits, and leaves. */
export type QueueState = 'stuck' | 'growing' | 'waiting' | 'empty' | 'unwatched';

export interface JudgedQueue extends QueueSeries {
  readonly state: QueueState;
  readonly depth: number | null;
  /** Age of the oldest message, s, as the queue tells it. */
  readonly age: number | null;
  /** Since when something waited without a break, as far as the last day tells; `null`: it is empty, or nothing tells. */
  readonly waitsSince: number | null;
}

const SILENT_MS = 10 * MINUTE;
/** What is older is stuck, whatever else happens: workers take what is oldest first. */
const OLD_S = 900;
/** So long nothing became less. */
const STILL_MS = 30 * MINUTE;
const GROWN_BY = 10;

/** How a queue stands by its last day. What nobody told of for ten minutes is not watched, never empty. Pure. */
export function judgeQueue(series: QueueSeries, now: number): JudgedQueue {
  const told = series.pieces.filter(({ last, age }) => last !== null || age !== null);
  const lengths = told.filter(({ last }) => last !== null);
  const depth = lengths.at(-1)?.last ?? null;
  const age = told.filter((piece) => piece.age !== null).at(-1)?.age ?? null;
  const isOld = depth !== 0 && age !== null && age >= OLD_S;
  const waitsSince = depth === 0 || depth === null ? null : sinceEmpty(lengths);
  const judged = { ...series, depth, age: depth === 0 ? null : age, waitsSince };
  if (now - series.toldAt > SILENT_MS) return { ...judged, state: 'unwatched' };
  if (isOld || isStill(lengths, now)) return { ...judged, state: 'stuck' };
  if (depth === 0 || (depth === null && age === 0)) return { ...judged, state: 'empty' };
  return { ...judged, state: isGrowing(lengths, now) ? 'growing' : 'waiting' };
}

function sinceEmpty(lengths: readonly QueuePiece[]): number | null {
  const empty = lengths.findLastIndex(({ fewest }) => fewest === 0);
  return (empty < 0 ? lengths[0] : (lengths[empty + 1] ?? lengths[empty]))?.at ?? null;
}

/** Something waits, and for half an hour nothing became less, though it was told of all the time. */
function isStill(lengths: readonly QueuePiece[], now: number): boolean {
  const recent = lengths.filter(({ at }) => at > now - STILL_MS - 15 * MINUTE);
  const [first] = recent;
  if (first === undefined || first.at > now - STILL_MS || (first.fewest ?? 0) === 0) return false;
  const fell = ({ fewest, most, last }: QueuePiece, nth: number): boolean =>
    (last ?? 0) < (most ?? 0) || (nth > 0 && (fewest ?? 0) < (recent[nth - 1]?.most ?? 0));
  return !recent.some(fell);
}

function isGrowing(lengths: readonly QueuePiece[], now: number): boolean {
  const last = lengths.at(-1)?.last ?? 0;
  const before = lengths.findLast(({ at }) => at <= now - HOUR)?.last ?? null;
  return before !== null && last >= 2 * before && last - before >= GROWN_BY;
}

const order: Readonly<Record<QueueState, number>> = { stuck: 0, growing: 1, unwatched: 2, waiting: 3, empty: 4 };

/** What is stuck first; of two alike the one that waits for longer, then the longer. Pure. */
export function stuckFirst(a: JudgedQueue, b: JudgedQueue): number {
  const since = (one: JudgedQueue) => (one.age === null ? (one.waitsSince ?? Number.POSITIVE_INFINITY) : one.toldAt - one.age * 1_000);
  const byState = order[a.state] - order[b.state];
  if (byState !== 0) return byState;
  return since(a) === since(b) ? (b.depth ?? 0) - (a.depth ?? 0) || a.name.localeCompare(b.name) : since(a) - since(b);
}
