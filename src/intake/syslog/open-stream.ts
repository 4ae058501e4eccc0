import type { House } from '#engines/house.ts';
import { messageOf } from '#kernel/errors.ts';
import { DAY } from '#kernel/time.ts';
import { isServerAudit, withTime } from '../database/syslog-audit.ts';
import { keepTrying } from '../health/keep-trying.ts';
import { noteBatch } from '../health/note-batch.ts';
import { makeEventRows } from '../http/make-event-rows.ts';
import { requestRows } from '../make-rows.ts';
import { mapForPlatform } from '../map-for-platform.ts';
import { makeRequestReader, type ParsedBatch, type RejectedLine } from '../read-request-lines.ts';
import { sampleOf } from '../redact/sample-of.ts';
import { houseKeys } from '../seal-keys.ts';
import type { Gate } from './open-gate.ts';
import type { SyslogSource } from './senders.ts';
import { eventOf, type TakenMessage } from './tell-events.ts';

/** How long lines are gathered: each batch costs the engine the same, however small it is. */
const GATHER_MS = 200;
const BATCH_LINES = 4096;
const BATCH_BYTES = 2 * 1024 * 1024;
const MAX_AGE = 90 * DAY;
const NEWLINE = 10;
const SPACE = 32;
const BLANK = Buffer.from('\n');

export interface StreamContext {
  readonly house: Pick<House, 'state' | 'telemetry' | 'clock' | 'log' | 'random' | 'secrets'>;
  readonly checkDisk: () => Promise<void>;
  /** Bounds what waits in memory, of all sources together. */
  readonly gate: Gate;
  /** Aborts when what could not be stored until then has to be given up. */
  readonly givingUp: AbortSignal;
}

/** The messages of one source, from all its connections, on their way to being stored. */
export interface SourceStream {
  push(messages: readonly TakenMessage[]): void;
  /** Counts what cannot be taken. */
  reject(reason: string, head: Buffer): void;
  /** Resolves when there is room for more. */
  room(): Promise<void>;
  /** Resolves when everything that was pushed is stored, or had to be given up. */
  drained(): Promise<void>;
  readonly isIdle: boolean;
}

interface Waiting {
  readonly messages: Map<number, TakenMessage>;
  readonly rejected: RejectedLine[];
  /** Offsets of the stream. */
  readonly from: number;
  to: number;
}

/** Opens the stream of a source. Its name and the bytes make the token under which each batch is stored, so that a repeated attempt stores once. */
export async function openStream(ctx: StreamContext, source: SyslogSource): Promise<SourceStream> {
  const { house, gate } = ctx;
  const map = await mapForPlatform(house, source.platform);
  const keys = houseKeys(house.secrets, source.org);
  const fileId = `syslog-${Buffer.from(house.random.bytes(9)).toString('base64url')}`;
  const names = { shop: source.shop, source: source.source, map, keys, maxAgeMs: MAX_AGE };
  const reader = makeRequestReader({ ...names, zone: source.zone, now: () => house.clock.now(), fileId, giveUpAfter: null });
  const own = gate.share();
  let waiting = newWaiting(0);
  let running: Promise<void> | null = null;
  let gathering = new AbortController();
  const isFull = (): boolean => reader.waiting + waiting.rejected.length >= BATCH_LINES || waiting.to - waiting.from >= BATCH_BYTES;
  const run = async (): Promise<void> => {
    while (waiting.to > waiting.from) {
      gathering = new AbortController();
      if (!isFull()) await house.clock.sleep(GATHER_MS, gathering.signal);
      const taken = waiting;
      waiting = newWaiting(taken.to);
      const batch = reader.take();
      await store(ctx, source, { ...names, delivery: fileId, now: house.clock.now() }, batch, taken).catch((thrown: unknown) =>
        house.log.error('syslog messages could not be stored and are lost', {
          ...{ source: source.source, bytes: taken.to - taken.from, reason: messageOf(thrown) },
        }),
      );
      own.release(taken.to - taken.from);
    }
    // In the same breath as the look at what waits: who pushes next begins a new run.
    running = null;
  };
  const begin = (bytes: number): void => {
    waiting.to += bytes;
    own.take(bytes);
    running ??= run();
    if (isFull()) gathering.abort();
  };
  return {
    push(messages) {
      for (const message of messages) {
        const line = lineOf(timed(message, house.clock.now()));
        waiting.messages.set(waiting.to, message);
        reader.push(line);
        // A message is whole: no record of a database's audit log goes on in the next one.
        if (reader.consumed < waiting.to + line.length) reader.end();
        begin(line.length);
      }
    },
    reject(reason, head) {
      waiting.rejected.push({ offset: waiting.to, reason, sample: sampleOf(head.subarray(0, 400).toString('utf8')) });
      // A blank line in its place keeps the reader's offsets the same as ours.
      reader.push(BLANK);
      begin(BLANK.length);
    },
    room: () => own.room(),
    async drained() {
      gathering.abort();
      while (running !== null) await running;
    },
    get isIdle() {
      return running === null;
    },
  };
}

function newWaiting(from: number): Waiting {
  return { messages: new Map(), rejected: [], from, to: from };
}

/** A record of MariaDB's server_audit has no time of its own when it comes by syslog: it gets that of the message. */
function timed({ app, at, text }: TakenMessage, now: Date): Buffer {
  if (!isServerAudit(app)) return text;
  const record = withTime(text.toString('utf8').trimStart(), at ?? now.getTime());
  return record === '' ? text : Buffer.from(record);
}

/** A message is one line, whatever it holds: no sender makes two of one by a newline in it. */
function lineOf(text: Buffer): Buffer {
  let end = text.length;
  while (end > 0 && (text[end - 1] ?? 0) <= SPACE) end--;
  const line = Buffer.allocUnsafe(end + 1);
  text.copy(line, 0, 0, end);
  for (let at = line.subarray(0, end).indexOf(NEWLINE); at >= 0; at = line.subarray(0, end).indexOf(NEWLINE, at)) line[at] = SPACE;
  line[end] = NEWLINE;
  return line;
}

type EventNames = Parameters<typeof makeEventRows>[0];

async function store(ctx: StreamContext, source: SyslogSource, names: EventNames, batch: ParsedBatch, taken: Waiting): Promise<void> {
  const { house } = ctx;
  const about = { org: source.org, source: source.source, shop: source.shop };
  const { requests, events, sightings, rejected, stored, newest: lastLineAt } = sortOut(names, batch, taken);
  const bytes = taken.to - taken.from;
  const token = `${source.source}:${names.delivery}:${taken.from}:${taken.to}`;
  await keepTrying({ ...about, house, checkDisk: ctx.checkDisk, signal: ctx.givingUp }, bytes, async () => {
    if (requests.length > 0) await house.telemetry.insert(source.org, 'requests', requests, { token });
    if (events.length > 0) await house.telemetry.insert(source.org, 'application_events', events, { token });
    if (sightings.length > 0) await house.telemetry.insert(source.org, 'sightings', sightings, { token });
    const note = { ...about, now: house.clock.now(), stored, rejected, bytes, lagBytes: 0, lastLineAt };
    await house.state.inOrg(source.org, (db) => noteBatch(db, note));
  });
}

/** What is no line of an access log is told as an application's event, where it may be one. */
function sortOut(names: EventNames, batch: ParsedBatch, taken: Waiting) {
  const rejected = [...taken.rejected];
  const items: NonNullable<ReturnType<typeof eventOf>>[] = [];
  const lines: RejectedLine[] = [];
  for (const line of batch.rejected) {
    const message = taken.messages.get(line.offset);
    const item = message === undefined ? null : eventOf(message, line);
    if (item === null) rejected.push(line);
    else {
      items.push(item);
      lines.push(line);
    }
  }
  const made = makeEventRows(names, items);
  for (const refused of made.rejected) rejected.push({ ...refused, offset: lines[refused.offset]?.offset ?? 0 });
  return {
    requests: made.requests.length === 0 ? batch.requests : [...requestRows(batch.requests), ...made.requests],
    newest: newest(batch, [...made.requests, ...made.events]),
    events: [...batch.events, ...made.events],
    sightings: [...batch.sightings, ...made.sightings],
    rejected,
    stored: batch.requests.length + batch.statements + made.requests.length + made.events.length,
  };
}

function newest(batch: ParsedBatch, made: readonly { readonly at?: unknown }[]): Date | null {
  let last = batch.span?.to.getTime() ?? 0;
  for (const { at } of [...batch.events, ...made]) if (at instanceof Date && at.getTime() > last) last = at.getTime();
  return last === 0 ? null : new Date(last);
}
