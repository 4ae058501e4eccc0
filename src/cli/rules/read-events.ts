import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type DataMap, loadDataMap, localKeys, readRequestLines, requestRows, rowsOfDocument } from '#intake/index.ts';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { eventOfDocument, eventOfRow, storedSources, type TimedEvent } from '#steps/detect/index.ts';

const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Reads events for trying rules: one JSON document, a list of them, several one after the other, or lines of an access log. Documents that
 * programs and browsers send (OTLP, CSP and Reporting-API reports) are taken apart as they would be stored.
 * Throws FILE_UNREADABLE, and LOG_FORMAT_UNKNOWN when it is neither.
 */
export async function readEvents(path: string): Promise<TimedEvent[]> {
  const text = await readText(path);
  if (text.trim() === '') throw new ShopbellError('FILE_UNREADABLE', { path, reason: 'there is no event in it' });
  const documents = readDocuments(text);
  const map = await loadDataMap('generic');
  if (documents !== null) return documents.flatMap((document) => eventsOf(document, map, path));
  return readLines(text, path, map);
}

function eventsOf(document: unknown, map: DataMap, path: string): TimedEvent[] {
  const context = { ...{ shop: 's', source: 's', delivery: '', map, keys: localKeys(randomBytes(32)) }, now: new Date(), maxAgeMs: 1e15 };
  const rows = rowsOfDocument(document, context);
  if (rows === null) return [eventOfDocument(document)];
  const events = storedSources.flatMap((source) => rows[source].map((row) => eventOfRow(source, row)));
  if (events.length > 0) return events;
  const why = [...new Set(rows.rejected.map(({ reason }) => reason))].slice(0, 5).join('; ');
  throw new ShopbellError('FILE_UNREADABLE', { path, reason: `nothing of it would be stored: ${why || 'it is empty'}` });
}

async function readText(path: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of path === '-' ? process.stdin : createReadStream(path)) {
      chunks.push(Buffer.from(chunk));
      size += chunk.length;
      if (size > MOST_BYTES) throw new Error(`it has more than ${MOST_BYTES} bytes; scan is for whole logs`);
    }
  } catch (thrown) {
    throw new ShopbellError('FILE_UNREADABLE', { path, reason: messageOf(thrown) }, { cause: thrown });
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** JSON in any of its shapes; `null` when it is something else. */
function readDocuments(text: string): unknown[] | null {
  const tries = [() => [JSON.parse(text)].flat(), () => documentsOf(text, /\n/), () => documentsOf(text, /(?<=^\})\s*\n(?=\{)/m)];
  for (const attempt of tries) {
    try {
      return attempt();
    } catch {
      // The next shape.
    }
  }
  return null;
}

function documentsOf(text: string, between: RegExp): unknown[] {
  return text
    .split(between)
    .filter((part) => part.trim() !== '')
    .map((part) => JSON.parse(part));
}

async function readLines(text: string, path: string, map: DataMap): Promise<TimedEvent[]> {
  const events: TimedEvent[] = [];
  const lines = readRequestLines(streamOf(text), {
    shop: 's',
    source: 's',
    map,
    keys: localKeys(randomBytes(32)),
    now: () => new Date(),
    name: path,
    giveUpAfter: 1,
  });
  for await (const { requests } of lines) {
    for (const row of requestRows(requests)) events.push(eventOfRow('requests', row));
  }
  return events;
}

async function* streamOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
