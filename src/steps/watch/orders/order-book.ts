import { DAY, MINUTE } from '#kernel/time.ts';
import { judgeOrder, type OrderWorld } from './judge-order.ts';
import type { OrderFacts, Seen } from './order-facts.ts';
import type { OrderState } from './order-words.ts';
import { endOf, quietUntil } from './quiet-until.ts';
import { type LookedAt, readChanged, readCoverageSince, readMark } from './read-changed.ts';
import { type OrderFlow, readFlow } from './read-flow.ts';
import { type ReadMix, readMix } from './read-mix.ts';
import { type OrderPlace, readOrders, readTheseOrders } from './read-orders.ts';
import { type RhythmHour, readRhythmHours, rhythmFrom } from './read-rhythm.ts';
import { readSeen } from './read-seen.ts';
import type { ReconcileOptions } from './reconcile-orders.ts';
import { RestedOrders } from './rested-orders.ts';
import { type TalliedOrders, tallyOrders } from './tally-orders.ts';

/** What a process remembers of a shop's orders from look to look, so that it reads what changed and nothing else. */
export interface OrderBook {
  looked: LookedAt;
  /** By what orders were judged; when it changes, all are judged anew. */
  readonly judgedBy: string;
  /** When all were read (ms since 1970). */
  readonly fullAt: number;
  seen: Lasting<Seen>;
  flow: Lasting<Awaited<ReturnType<typeof readFlow>>>;
  mix: Lasting<ReadMix>;
  /** Orders in which something is wrong or may be soon, by reference. */
  readonly open: Map<string, OpenOrder>;
  readonly rested: RestedOrders;
  /** The rhythm, by the begin of the hour. */
  readonly hours: Map<number, readonly RhythmHour[]>;
}

interface OpenOrder {
  readonly hash: number;
  readonly order: OrderFacts;
  /** How it stands, as long as it is quiet. */
  readonly state: OrderState;
  /** Until when it needs no look, ms since 1970. */
  readonly until: number;
}

/** Something that changes slowly, until when it is good (ticks). */
interface Lasting<T> {
  readonly value: T;
  readonly until: number;
}

export interface BookOptions extends Required<ReconcileOptions> {
  readonly judgedBy: string;
  /** A steady clock, ms. */
  readonly ticks: () => number;
  /** What is slow to read and slow to change is read again after so many times as long as reading took. */
  readonly patience?: number;
  /** What was stored so long before a look may have been invisible to it, ms. */
  readonly overlapMs?: number;
}

export interface BookedLook extends TalliedOrders {
  readonly seen: Seen;
  readonly flow: OrderFlow;
  readonly basket: Awaited<ReturnType<typeof readFlow>>['basket'];
  /** In order. */
  readonly rhythm: readonly RhythmHour[];
  readonly mix: ReadMix;
  /** What to go on with at the next look; `null`: too much is open to be remembered. */
  readonly book: OrderBook | null;
}

const PATIENCE = 500;
const OVERLAP = 5 * MINUTE;
/** All orders are read again so often, as a check. */
const FULL_EVERY = DAY;
/** Of more that changed at once, everything is read: that is not dearer. */
const MOST_CHANGED = 20_000;
/** More open orders are not held in memory. */
const MOST_OPEN = 200_000;

/** Looks at every order anew, and begins a book of them. Only reads. */
export async function beginBook(place: OrderPlace, options: BookOptions): Promise<BookedLook> {
  const mark = (await readMark(place)) - (options.overlapMs ?? OVERLAP);
  const seen = await last(options, () => readSeen(place));
  const flow = await last(options, () => readFlow(place));
  const mix = await last(options, () => readMix(place));
  const rows = await readRhythmHours(place);
  const book: OrderBook = {
    ...{ looked: { from: place.from, to: place.to, mark }, judgedBy: options.judgedBy, fullAt: place.to, seen, flow, mix },
    ...{ open: new Map(), rested: new RestedOrders(), hours: Map.groupBy(rows, ({ hour }) => hour) },
  };
  const tally = tallyOrders(options.most);
  const world = { now: place.to, calendar: options.calendar, promises: options.promises, seen: seen.value };
  const end = endOf(world);
  let isKept = true;
  for await (const batch of readOrders(place, seen.value, true)) {
    tally.addFine('done', batch.settled);
    for (const hash of batch.hashes) book.rested.put(hash, 'done');
    for (const { hash, order } of batch.open) {
      const judged = judgeOrder(order, world);
      tally.add(order, judged);
      const until = quietUntil(order, judged, end);
      if (until === Number.POSITIVE_INFINITY) book.rested.put(hash, judged.state);
      else if (isKept) book.open.set(order.ref, { hash, order, state: judged.state, until });
    }
    isKept &&= book.open.size <= MOST_OPEN;
    if (!isKept) book.open.clear();
  }
  return { ...tally.sum(), seen: seen.value, ...flow.value, mix: mix.value, rhythm: rows, book: isKept ? book : null };
}

/** Whether a look may go on with a book: it was judged by the same, and time went forward. Pure. */
export function isGood({ looked, judgedBy }: OrderBook, place: OrderPlace, by: string): boolean {
  return judgedBy === by && place.to >= looked.to && place.from >= looked.from;
}

/** Whether everything is to be read again, to check what was followed. Pure. */
export function isCheckDue({ fullAt }: OrderBook, place: OrderPlace): boolean {
  return place.to - fullAt >= FULL_EVERY;
}

/**
 * Looks at what changed since the book's last look, and at what is open in it; as if everything had been read. `null`: too much changed, or what
 * the systems tell at all; a new book is due. The book is spoilt when this throws. Only reads.
 */
export async function goOnWithBook(book: OrderBook, place: OrderPlace, options: BookOptions): Promise<BookedLook | null> {
  const mark = (await readMark(place)) - (options.overlapMs ?? OVERLAP);
  const changed = await readChanged(place, book.looked, MOST_CHANGED);
  if (changed === null) return null;
  const before = book.seen.value;
  const isRead = options.ticks() >= book.seen.until;
  if (isRead) book.seen = await last(options, () => readSeen(place));
  const systems = isRead ? book.seen.value.systems : await readCoverageSince(place, book.looked, before.systems, changed.hasTests);
  const seen = { ...book.seen.value, systems };
  book.seen = { ...book.seen, value: seen };
  if (!isSameWorld(before, seen)) return null;
  if (options.ticks() >= book.flow.until) book.flow = await last(options, () => readFlow(place));
  if (options.ticks() >= book.mix.until) book.mix = await last(options, () => readMix(place));
  await turnHours(book, place, changed.hours);
  for (const { ref, hash } of changed.orders) {
    book.open.delete(ref);
    book.rested.delete(hash);
  }
  for (const read of await readTheseOrders(
    place,
    changed.orders.map(({ ref }) => ref),
  ))
    book.open.set(read.order.ref, { ...read, state: 'in-flight', until: 0 });
  book.looked = { from: place.from, to: place.to, mark };
  const tallied = tallyBook(book, { now: place.to, calendar: options.calendar, promises: options.promises, seen }, options.most);
  const rhythm = [...book.hours].toSorted(([a], [b]) => a - b).flatMap(([, rows]) => rows);
  return { ...tallied, seen, ...book.flow.value, mix: book.mix.value, rhythm, book: book.open.size > MOST_OPEN ? null : book };
}

async function last<T>({ ticks, patience = PATIENCE }: BookOptions, read: () => Promise<T>): Promise<Lasting<T>> {
  const begun = ticks();
  const value = await read();
  return { value, until: ticks() + patience * (ticks() - begun) };
}

/** Orders that rest were judged by what is told at all; only where less far back is told they need no second look. */
function isSameWorld(before: Seen, now: Seen): boolean {
  const isSame = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => a.size === b.size && [...a].every((one) => b.has(one));
  const names = new Set([...Object.keys(before.systems), ...Object.keys(now.systems)]) as ReadonlySet<keyof Seen['systems']>;
  const fromOf = (seen: Seen, name: keyof Seen['systems']): number => seen.systems[name]?.from ?? Number.NaN;
  return (
    isSame(before.tells, now.tells) &&
    isSame(before.payLater, now.payLater) &&
    [...names].every((name) => fromOf(now, name) >= fromOf(before, name))
  );
}

async function turnHours(book: OrderBook, place: OrderPlace, hours: readonly number[]): Promise<void> {
  const first = rhythmFrom(place.to);
  for (const hour of book.hours.keys()) if (hour < first) book.hours.delete(hour);
  const fresh = Map.groupBy(await readRhythmHours(place, hours), ({ hour }) => hour);
  for (const hour of hours) {
    const rows = fresh.get(hour);
    if (rows === undefined) book.hours.delete(hour);
    else book.hours.set(hour, rows);
  }
}

function tallyBook(book: OrderBook, world: OrderWorld, most: number): TalliedOrders {
  const tally = tallyOrders(most);
  const end = endOf(world);
  for (const [state, orders] of book.rested.counts()) tally.addFine(state, orders);
  for (const [ref, { hash, order, state, until }] of book.open) {
    if (world.now < until) {
      tally.addFine(state, 1);
      continue;
    }
    const judged = judgeOrder(order, world);
    tally.add(order, judged);
    const quiet = quietUntil(order, judged, end);
    if (quiet !== Number.POSITIVE_INFINITY) book.open.set(ref, { hash, order, state: judged.state, until: quiet });
    else {
      book.open.delete(ref);
      book.rested.put(hash, judged.state);
    }
  }
  return tally.sum();
}
