import { DAY } from '#kernel/time.ts';
import { keepTrying } from '../health/keep-trying.ts';
import { noteBatch } from '../health/note-batch.ts';
import { makeRequestReader, type ParsedBatch, type RequestReader, readable } from '../read-request-lines.ts';
import { type FileRecord, type FileRecords, hasSameHead } from './file-records.ts';
import type { FollowContext } from './follow-context.ts';
import { HEAD_BYTES, hashHead, type OpenLog } from './log-files.ts';

const BATCH_LINES = 8192;
/** As far as the lines go that name a file's columns. */
const HEADER_BYTES = 4096;
const BATCH_BYTES = 2 * 1024 * 1024;
/** How far back a file is read that is followed for the first time. */
export const BACKFILL = 7 * DAY;

interface Drained {
  /** Bytes read. */
  readonly bytes: number;
  /** Whether the end was reached. */
  readonly ended: boolean;
}

/** One open file of a source, read in batches that are stored exactly once. */
export interface TrackedFile {
  readonly record: FileRecord;
  readonly compressed: boolean;
  /** Reads and stores up to the end as it is now, or `budget` bytes of it. */
  drain(budget?: number): Promise<Drained>;
  /** Whether the file was emptied or replaced in place. */
  wasTruncated(): Promise<boolean>;
  /** Stores an unfinished last line too, marks the file as done, and closes it. */
  finish(): Promise<void>;
  /** Marks the file as done although not all of it could be read, and counts that. */
  giveUp(reason: string): Promise<void>;
  close(): Promise<void>;
  /** Lines of none of the known formats, while no other was seen. */
  readonly unreadableLines: number;
}

/**
 * Tracks one file. The protocol of a batch: its end is written to the record (planned), its rows are stored under a token
 * made of source, file and offsets, then the record is moved on (committed). After a crash exactly the planned bytes are
 * stored again under the same token, so that nothing is lost or doubled.
 */
export function trackFile(ctx: FollowContext, records: FileRecords, record: FileRecord, log: OpenLog): TrackedFile {
  const { house } = ctx;
  const reader = makeRequestReader({
    shop: ctx.shop,
    source: ctx.source,
    ...(ctx.zone === undefined ? {} : { zone: ctx.zone }),
    map: ctx.map,
    keys: ctx.keys,
    now: () => house.clock.now(),
    fileId: record.fileId,
    startOffset: record.committed,
    maxAgeMs: ctx.maxAgeMs,
    notBefore: new Date(record.firstSeen.getTime() - BACKFILL),
    giveUpAfter: null,
  });
  const state: Tracking = { ctx, records, record, log, reader, position: record.committed, stream: null };
  return {
    record,
    compressed: log.compressed,
    wasTruncated: () => wasTruncated(state),
    get unreadableLines() {
      return readable(reader.formats) > 0 ? 0 : reader.formats.none;
    },
    drain: (budget) => drain(state, budget ?? Number.POSITIVE_INFINITY),
    async finish() {
      reader.end();
      await storeWaiting(state);
      await records.finish(record, house.clock.now());
      await closeAll(state);
    },
    async giveUp(reason) {
      const rejected = [{ offset: record.committed, reason, sample: '' }];
      await house.state.inOrg(ctx.org, (db) =>
        noteBatch(db, { ...about(ctx), stored: 0, rejected, bytes: 0, lagBytes: 0, lastLineAt: null }),
      );
      await records.finish(record, house.clock.now());
      await closeAll(state);
    },
    close: () => closeAll(state),
  };
}

async function closeAll(state: Tracking): Promise<void> {
  await state.stream?.return?.();
  await state.log.close();
}

function about(ctx: FollowContext) {
  return { org: ctx.org, source: ctx.source, shop: ctx.shop, now: ctx.house.clock.now() };
}

interface Tracking {
  readonly ctx: FollowContext;
  readonly records: FileRecords;
  readonly record: FileRecord;
  readonly log: OpenLog;
  readonly reader: RequestReader;
  /** Offset behind the last byte that was read. */
  position: number;
  stream: AsyncIterator<Buffer> | null;
}

async function drain(state: Tracking, budget: number): Promise<Drained> {
  const { record, reader } = state;
  const before = state.position;
  if (record.planned !== null) await replay(state, record.planned);
  if (state.stream === null && before > 0) reader.learn((await state.log.head(HEADER_BYTES)).toString('utf8'));
  // Kept between calls: a compressed file would else be unpacked from its beginning each time.
  state.stream ??= state.log.read(state.position)[Symbol.asyncIterator]();
  let ended = false;
  while (state.position - before < budget && !state.ctx.signal.aborted) {
    const next = await pull(state, state.stream);
    if (next.done) {
      state.stream = null;
      ended = true;
      break;
    }
    reader.push(next.value);
    state.position += next.value.length;
    if (reader.waiting >= BATCH_LINES || state.position - record.committed >= BATCH_BYTES) await storeWaiting(state);
  }
  await storeWaiting(state);
  return { bytes: state.position - before, ended };
}

/** The next piece; after a failure the next attempt opens the file anew where it was. */
async function pull(state: Tracking, stream: AsyncIterator<Buffer>): Promise<IteratorResult<Buffer>> {
  try {
    return await stream.next();
  } catch (thrown) {
    state.stream = null;
    throw thrown;
  }
}

async function wasTruncated(state: Tracking): Promise<boolean> {
  const size = await state.log.size();
  if (size === null) return false;
  return size < state.position || !hasSameHead(state.record, { head: await state.log.head(state.record.headBytes) });
}

async function replay(state: Tracking, to: number): Promise<void> {
  for await (const chunk of state.log.read(state.position)) {
    const wanted = chunk.subarray(0, to - state.position);
    state.reader.push(wanted);
    state.position += wanted.length;
    if (state.position >= to) break;
  }
  if (state.reader.consumed < to) state.reader.end();
  await store(state, state.reader.take(), to);
}

async function storeWaiting(state: Tracking): Promise<void> {
  const batch = state.reader.take();
  await store(state, batch, batch.endOffset);
}

async function store(state: Tracking, batch: ParsedBatch, to: number): Promise<void> {
  const { ctx, records, record } = state;
  const { house } = ctx;
  const from = record.committed;
  // What was read from a file that was emptied meanwhile may be torn: it is read again where it was copied to.
  if (to <= from || (await wasTruncated(state))) return;
  await growHead(record, state.log);
  const size = await state.log.size();
  const lagBytes = size === null ? 0 : Math.max(0, size - from);
  await keepTrying(ctx, lagBytes, async () => {
    if (record.planned !== to) await records.plan(record, to, house.clock.now());
    const token = `${ctx.source}:${record.fileId}:${from}:${to}`;
    await house.telemetry.insert(ctx.org, 'requests', batch.requests, { token });
    if (batch.events.length > 0) await house.telemetry.insert(ctx.org, 'application_events', batch.events, { token });
    if (batch.sightings.length > 0) await house.telemetry.insert(ctx.org, 'sightings', batch.sightings, { token });
    await records.commit(record, to, {
      ...about(ctx),
      stored: batch.requests.length + batch.statements,
      rejected: batch.rejected,
      bytes: to - from,
      lagBytes: size === null ? 0 : Math.max(0, size - to),
      lastLineAt: newest(batch),
    });
  });
}

/** A file that was short when it was first seen is known by more of its beginning as soon as there is more. */
async function growHead(record: FileRecord, log: OpenLog): Promise<void> {
  if (record.headBytes >= HEAD_BYTES) return;
  const head = await log.head(HEAD_BYTES);
  record.head = hashHead(head);
  record.headBytes = head.length;
}

function newest(batch: ParsedBatch): Date | null {
  let last = batch.span?.to.getTime() ?? 0;
  for (const { at } of batch.events) if (at instanceof Date && at.getTime() > last) last = at.getTime();
  return last === 0 ? null : new Date(last);
}
