import type { SigmaEvent } from '#sigma/index.ts';
import { applicationEvent, type EventFacts } from './application-event.ts';
import type { TimedEvent } from './event-of-document.ts';
import type { StoredSource } from './log-sources.ts';
import { type RequestFacts, requestEvent } from './request-event.ts';
import { reportEvent, type StoredFacts, spanEvent } from './span-event.ts';

type Row = Readonly<Record<string, unknown>>;

/** A row as intake makes it (`at` a date), as rules see it. */
export function eventOfRow(source: StoredSource, row: Row): TimedEvent {
  const when = row.at instanceof Date ? row.at : new Date(0);
  return { at: when.getTime(), event: makers[source](row, when.toISOString()) };
}

const makers: Readonly<Record<StoredSource, (row: Row, at: string) => SigmaEvent>> = {
  requests: (row, at) => {
    const { duration_ms, object_kind, object_ref } = row;
    return requestEvent({ ...row, at, durationMs: duration_ms, objectKind: object_kind, objectRef: object_ref } as unknown as RequestFacts);
  },
  events: (row, at) => applicationEvent(row as unknown as EventFacts, at),
  spans: (row, at) => spanEvent(row as StoredFacts, at),
  reports: (row, at) => reportEvent(row as StoredFacts, at),
};
