import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { loadDataMap, localKeys, readRequestLines, requestRows } from '#intake/index.ts';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { eventOfDocument, requestEvent, type TimedEvent } from '#steps/detect/index.ts';

const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Reads events for trying rules: one JSON document, a list of them, several one after the other, or lines of an access log.
 * Throws FILE_UNREADABLE, and LOG_FORMAT_UNKNOWN when it is neither.
 */
export async function readEvents(path: string): Promise<TimedEvent[]> {
  const text = await readText(path);
  if (text.trim() === '') throw new ShopbellError('FILE_UNREADABLE', { path, reason: 'there is no event in it' });
  const documents = readDocuments(text);
  if (documents !== null) return documents.map(eventOfDocument);
  return readLines(text, path);
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

async function readLines(text: string, path: string): Promise<TimedEvent[]> {
  const events: TimedEvent[] = [];
  const map = await loadDataMap('generic');
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
    for (const row of requestRows(requests)) {
      const facts = {
        ...row,
        at: row.at.toISOString(),
        durationMs: row.duration_ms,
        objectKind: row.object_kind,
        objectRef: row.object_ref,
      };
      events.push({ at: row.at.getTime(), event: requestEvent(facts) });
    }
  }
  return events;
}

async function* streamOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
