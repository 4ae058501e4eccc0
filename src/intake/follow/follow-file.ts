import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { noteState } from '../health/note-batch.ts';
import type { SourceState } from '../intake-tables.ts';
import { type FileRecord, type FileRecords, hasSameHead, hasSameInode, isLongEnough, openFileRecords } from './file-records.ts';
import type { FollowContext } from './follow-context.ts';
import { type FoundFile, findFile, findRotated, makeWaker, openLogFile } from './log-files.ts';
import { BACKFILL, type TrackedFile, trackFile } from './track-file.ts';

const POLL = 250;
/** How long lines of a log that just grew are gathered. */
const GATHER = 200;
/** How long a rotated file is still read after its last byte: servers write to it until they are told. */
const GRACE = 10_000;
/** Bytes of a rotated file that are read before the live one is looked at again. */
const STRIDE = 8 * 1024 * 1024;
const RETRY = 5_000;
const GIVE_UP = 60_000;

interface Leaving {
  readonly file: TrackedFile;
  /** Ticks of its last news. */
  lastByte: number;
  ended: boolean;
  /** Ticks of the first failure to unpack it, and of the next attempt. */
  failing?: { readonly since: number; next: number };
}

interface Following {
  readonly ctx: FollowContext;
  readonly records: FileRecords;
  /** The file at the path, when it is tracked. */
  live: TrackedFile | null;
  /** Files that were rotated away and are read to their end. */
  readonly leaving: Leaving[];
  /** Whether the folder was looked through since the start or the last failure. */
  discovered: boolean;
  told: string;
}

/**
 * Follows one log file until the signal aborts: across renames, truncation and restarts, with rotated files filled in.
 * Never throws for what the disk or the engines do; that is the source's state.
 */
export async function followFile(ctx: FollowContext): Promise<void> {
  const following: Following = {
    ctx,
    records: openFileRecords(ctx.house.state, ctx.org, ctx.source),
    live: null,
    leaving: [],
    discovered: false,
    told: '',
  };
  const waker = makeWaker(ctx.path);
  let pause = POLL;
  try {
    while (!ctx.signal.aborted) {
      try {
        const { news, more } = await step(following);
        // A busy log grows many times a second, and each batch costs the engine the same however small it is.
        if (news && !more) await ctx.house.clock.sleep(GATHER, ctx.signal);
        pause = more ? 0 : POLL;
      } catch (thrown) {
        if (ctx.signal.aborted) break;
        await forget(following);
        await tell(following, 'unreadable', messageOf(thrown)).catch(() => undefined);
        pause = Math.min(Math.max(pause, POLL) * 2, 15_000);
      }
      await waker.wait(pause, ctx.signal);
    }
  } finally {
    waker.close();
    await forget(following);
  }
}

/** Closes what is open, so that the next step begins from what is stored: nothing in memory outlives a failure. */
async function forget(following: Following): Promise<void> {
  const open = [following.live, ...following.leaving.map((left) => left.file)];
  following.live = null;
  following.leaving.length = 0;
  following.discovered = false;
  for (const file of open) await file?.close();
}

/** One look at the disk. Returns whether anything was read, and whether rotated files have more to read at once. */
async function step(following: Following): Promise<{ readonly news: boolean; readonly more: boolean }> {
  const { ctx } = following;
  const found = await findFile(ctx.path);
  if (following.live && (await isGone(following.live, found))) {
    const gone = following.live;
    following.live = null;
    if (found && hasSameInode(gone.record, found)) await gone.close();
    else following.leaving.push({ file: gone, lastByte: ctx.house.clock.ticks(), ended: false });
  }
  const content = found && found.head.length > 0 ? found : null;
  if (!following.live && (content || !following.discovered)) await discover(following, content);
  const news = following.live ? (await following.live.drain()).bytes > 0 : false;
  for (const left of [...following.leaving]) await drainLeaving(following, left);
  await tellState(following, found, news);
  return { news, more: following.leaving.some((left) => !left.ended && !left.failing) };
}

async function isGone(live: TrackedFile, found: FoundFile | null): Promise<boolean> {
  return found === null || !hasSameInode(live.record, found) || (await live.wasTruncated());
}

async function drainLeaving(following: Following, left: Leaving): Promise<void> {
  const { ctx } = following;
  const ticks = ctx.house.clock.ticks();
  if (left.failing && ticks < left.failing.next) return;
  try {
    const { bytes, ended } = await left.file.drain(STRIDE);
    if (bytes > 0) left.lastByte = ticks;
    left.ended = ended;
  } catch (thrown) {
    if (!left.file.compressed || !isDamaged(thrown)) throw thrown;
    await putOff(following, left, messageOf(thrown));
    return;
  }
  if (ctx.signal.aborted) return;
  if (!left.ended || (!left.file.compressed && (!following.live || ticks - left.lastByte < GRACE))) return;
  await leave(following, left);
}

async function leave(following: Following, left: Leaving): Promise<void> {
  await left.file.finish();
  following.leaving.splice(following.leaving.indexOf(left), 1);
}

/** A compressed file that cannot be unpacked may still be being written: it is tried again, then given up, and counted. */
async function putOff(following: Following, left: Leaving, reason: string): Promise<void> {
  const { ctx } = following;
  const ticks = ctx.house.clock.ticks();
  left.failing ??= { since: ticks, next: ticks };
  left.failing.next = ticks + RETRY;
  if (ticks - left.failing.since < GIVE_UP) return;
  ctx.house.log.warn('a compressed log is damaged', { source: ctx.source, file: left.file.record.fileId, reason });
  await left.file.giveUp('damaged compressed file');
  following.leaving.splice(following.leaving.indexOf(left), 1);
}

function isDamaged(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' && thrown.code.startsWith('Z_');
}

/** Finds out which files are which: continues what was begun, also under other names, and begins what is new. */
async function discover(following: Following, live: FoundFile | null): Promise<void> {
  const { ctx, records } = following;
  following.discovered = true;
  const known = await records.list();
  const rotated = await findRotated(ctx.path);
  const open = new Set(following.leaving.map((left) => left.file.record.fileId));
  const taken = new Set<FoundFile>();
  for (const record of known.filter((one) => !open.has(one.fileId))) {
    const file = record.done ? stillLive(record, live) : findFor(record, live ? [live, ...rotated] : rotated, taken);
    if (file) {
      taken.add(file);
      await begin(following, record, file, file === live);
    } else if (!record.done && live) {
      ctx.house.log.warn('a followed file is gone or was emptied', { source: ctx.source, file: record.fileId, stored: record.committed });
      await records.finish(record, ctx.house.clock.now());
    }
  }
  const now = ctx.house.clock.now();
  const since = known.length === 0 ? now.getTime() - BACKFILL : Math.max(...known.map((record) => record.firstSeen.getTime()));
  for (const file of rotated.filter((one) => !taken.has(one) && one.modified.getTime() >= since)) {
    if (!known.some((record) => hasSameHead(record, file))) await beginNew(following, known, file, false);
  }
  if (live && !taken.has(live)) await beginNew(following, known, live, true);
}

async function beginNew(following: Following, known: FileRecord[], file: FoundFile, isLive: boolean): Promise<void> {
  const record = await following.records.add(file, known, following.ctx.house.clock.now());
  known.push(record);
  await begin(following, record, file, isLive);
}

/** The file that a record means: the same inode with the same beginning, else a copy or a compressed one with that beginning. */
function findFor(record: FileRecord, files: readonly FoundFile[], taken: ReadonlySet<FoundFile>): FoundFile | undefined {
  const fits = files.filter((file) => !taken.has(file) && hasSameHead(record, file) && isLongEnough(record, file));
  return fits.find((file) => hasSameInode(record, file)) ?? fits.find((file) => !file.compressed) ?? fits[0];
}

/** A file that was given up, because it was away for a while, and is back. */
function stillLive(record: FileRecord, live: FoundFile | null): FoundFile | undefined {
  return live && hasSameInode(record, live) && hasSameHead(record, live) && isLongEnough(record, live) ? live : undefined;
}

async function begin(following: Following, record: FileRecord, file: FoundFile, isLive: boolean): Promise<void> {
  const { ctx } = following;
  const tracked = trackFile(ctx, following.records, record, await openLogFile(file));
  if (!isLive) following.leaving.push({ file: tracked, lastByte: ctx.house.clock.ticks(), ended: false });
  else following.live = tracked;
}

async function tellState(following: Following, found: FoundFile | null, news: boolean): Promise<void> {
  const { live, ctx } = following;
  if (found === null) return tell(following, 'missing', `There is no file at ${ctx.path}.`);
  if (live && live.unreadableLines >= 100) {
    return tell(following, 'unreadable', new ShopbellError('LOG_FORMAT_UNKNOWN', { lines: live.unreadableLines, path: ctx.path }).message);
  }
  if (news) following.told = 'following';
  else await tell(following, live ? 'following' : 'waiting', live ? '' : 'The file is empty.');
}

async function tell(following: Following, state: SourceState, reason: string): Promise<void> {
  const word = reason === '' ? state : `${state} ${reason}`;
  if (following.told === word) return;
  const { ctx } = following;
  const note = { org: ctx.org, source: ctx.source, shop: ctx.shop, now: ctx.house.clock.now(), state, reason, lagBytes: 0 };
  await ctx.house.state.inOrg(ctx.org, (db) => noteState(db, note));
  following.told = word;
}
