import { createHash } from 'node:crypto';
import { type Context, Hono } from 'hono';
import type { House } from '#engines/house.ts';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import type { OrgId } from '#kernel/ids.ts';
import { DAY } from '#kernel/time.ts';
import { registryTables } from '#registry/tables.ts';
import { noteBatch } from '../health/note-batch.ts';
import { mapForPlatform } from '../map-for-platform.ts';
import { houseKeys } from '../seal-keys.ts';
import { type EventItem, type EventRows, makeEventRows } from './make-event-rows.ts';
import { decodeLogsRequest, encodeMessage } from './otlp-schema.ts';
import { readLimited } from './read-limited.ts';
import { readNdjson } from './read-ndjson.ts';
import { readOtlpLogs } from './read-otlp.ts';

/** On whose behalf events are sent. */
export interface Sender {
  readonly org: OrgId;
  readonly shop: string;
  readonly source: string;
}

export interface IntakeRouteOptions {
  readonly house: House;
  /** Who stands behind a request's key, or null. May throw a ShopbellError of its own. */
  readonly authorise: (c: Context) => Promise<Sender | null>;
  /** Throws DISK_LOW when nothing more should be written. */
  readonly checkDisk?: () => Promise<void>;
  /** Deliveries that may be worked on at once; more get 429 (default 8). */
  readonly atOnce?: number;
}

const MAX_AGE = 90 * DAY;
/** Bodies that may be under way at once: at 4 MiB each this bounds their memory. */
const READ_AT_ONCE = 32;

/**
 * HTTP intake, mounted at `/in`: `POST /ndjson` and `POST /v1/logs` (OTLP as JSON or protobuf). Answers 200 only when the rows
 * are durable. The same delivery sent again (same Idempotency-Key, or the same OTLP body) is stored once.
 */
export function intakeRoutes(options: IntakeRouteOptions): Hono {
  const app = new Hono();
  const reading = slots(READ_AT_ONCE);
  const working = slots(options.atOnce ?? 8);
  // Bodies have places of their own: senders that drip theirs hold up nobody who is ready to be stored.
  const guarded = async (c: Context, work: (sender: Sender, body: Buffer) => Promise<Response>): Promise<Response> => {
    const sender = await options.authorise(c);
    if (!sender) throw new ShopbellError('KEY_REFUSED');
    const body = await reading(() => readLimited(c.req.raw));
    return working(async () => {
      await options.checkDisk?.();
      return work(sender, body);
    });
  };
  app.post('/ndjson', (c) =>
    guarded(c, async (sender, bytes) => {
      const items = readNdjson(bytes.toString('utf8'));
      const key = c.req.header('idempotency-key');
      const rows = await store(options.house, sender, items, bytes.length, key ? hash(key) : null);
      const rejected = rows.rejected.slice(0, 100).map((line) => ({ line: line.offset + 1, reason: line.reason }));
      return c.json({ accepted: rows.requests.length + rows.events.length, rejectedCount: rows.rejected.length, rejected });
    }),
  );
  app.post('/v1/logs', (c) =>
    guarded(c, async (sender, bytes) => {
      const items = readOtlpLogs(parseOtlp(bytes, isProtobuf(c)));
      if (!items) throw new ShopbellError('INPUT_INVALID', { reason: 'the body is not an ExportLogsServiceRequest' });
      const rows = await store(options.house, sender, items, bytes.length, hash(c.req.header('idempotency-key') ?? bytes));
      return answerOtlp(c, rows);
    }),
  );
  app.onError((thrown, c) => answerError(options.house, c, thrown));
  return app;
}

/** Runs work while there is a place free; throws TOO_MANY when there is none. */
function slots(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let taken = 0;
  return async (work) => {
    if (taken >= most) throw new ShopbellError('TOO_MANY', { seconds: 1 });
    taken += 1;
    try {
      return await work();
    } finally {
      taken -= 1;
    }
  };
}

function hash(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('base64url').slice(0, 27);
}

function isProtobuf(c: Context): boolean {
  return /^application\/(x-)?protobuf\b/i.test(c.req.header('content-type') ?? '');
}

function parseOtlp(bytes: Buffer, protobuf: boolean): unknown {
  try {
    return protobuf ? decodeLogsRequest(bytes) : JSON.parse(bytes.toString('utf8'));
  } catch (thrown) {
    throw new ShopbellError('INPUT_INVALID', { reason: `the body cannot be decoded: ${messageOf(thrown).slice(0, 120)}` });
  }
}

async function store(
  house: House,
  sender: Sender,
  items: readonly (EventItem | string)[],
  bytes: number,
  token: string | null,
): Promise<EventRows> {
  const now = house.clock.now();
  const delivery = `in-${token ?? Buffer.from(house.random.bytes(12)).toString('base64url')}`;
  const rows = makeEventRows(
    {
      shop: sender.shop,
      source: sender.source,
      map: await mapForPlatform(house, await platformOf(house, sender)),
      keys: houseKeys(house.secrets, sender.org),
      now,
      maxAgeMs: MAX_AGE,
      delivery,
    },
    items,
  );
  const once = { token: `${sender.source}:${delivery}` };
  await house.telemetry.insert(sender.org, 'requests', rows.requests, once);
  await house.telemetry.insert(sender.org, 'application_events', rows.events, once);
  if (rows.sightings.length > 0) await house.telemetry.insert(sender.org, 'sightings', rows.sightings, once);
  const times = [...rows.requests.map((row) => row.at.getTime()), ...rows.events.map((row) => Number(row.at))];
  await house.state.inOrg(sender.org, (db) =>
    noteBatch(db, {
      ...sender,
      now,
      stored: rows.requests.length + rows.events.length,
      rejected: rows.rejected,
      bytes,
      lagBytes: 0,
      lastLineAt: times.length > 0 ? new Date(times.reduce((a, b) => Math.max(a, b))) : null,
    }),
  );
  return rows;
}

async function platformOf(house: House, sender: Sender): Promise<string> {
  const shop = await house.state.inOrg(sender.org, (db) =>
    registryTables(db).selectFrom('shops').select('platform').where('shop_id', '=', sender.shop).executeTakeFirst(),
  );
  return shop?.platform ?? 'generic';
}

function answerOtlp(c: Context, rows: EventRows): Response {
  const reasons = [...new Set(rows.rejected.map((line) => line.reason))].join('; ');
  const partial = rows.rejected.length === 0 ? {} : { partialSuccess: { rejectedLogRecords: rows.rejected.length, errorMessage: reasons } };
  if (!isProtobuf(c)) return c.json(partial);
  return c.body(toBody(encodeMessage('ExportLogsServiceResponse', partial)), 200, { 'Content-Type': 'application/x-protobuf' });
}

function toBody(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

/** What may be sent again says so: 429 and 503 with Retry-After. */
function answerError(house: House, c: Context, thrown: Error): Response {
  const error = thrown instanceof ShopbellError ? thrown : new ShopbellError('DEFECT', {}, { cause: thrown });
  if (error.code === 'DEFECT') house.log.error('HTTP intake failed', { reason: messageOf(thrown) });
  const later = error.code === 'TELEMETRY_DOWN' || error.code === 'STATE_DOWN' || error.code === 'DISK_LOW';
  const status = later ? 503 : error.status;
  if (later || error.code === 'TOO_MANY') c.header('Retry-After', later ? '5' : '1');
  if (isProtobuf(c)) {
    c.header('Content-Type', 'application/x-protobuf');
    return c.body(toBody(encodeMessage('Status', { code: status === 400 ? 3 : 2, message: error.message })), status as 400);
  }
  return c.json({ error: { code: error.code, message: error.message, remedy: error.remedy } }, status as 400);
}
