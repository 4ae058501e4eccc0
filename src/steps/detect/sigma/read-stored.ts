import type { SigmaEvent } from '#sigma/index.ts';
import type { Area, EvidenceLine } from '../finding.ts';
import { whereInArea } from '../select-rows.ts';
import { applicationEvent, type EventFacts } from './application-event.ts';
import type { StoredSource } from './log-sources.ts';
import { requestEvent } from './request-event.ts';
import { reportEvent, type StoredFacts, spanEvent } from './span-event.ts';

/** Who and where, of something that matched. */
export interface MatchRef {
  readonly source: StoredSource;
  readonly address: string;
  readonly agent: string;
  readonly account: string;
  /** Name of the event, of the span, kind of the report; or ''. */
  readonly name: string;
  readonly line: EvidenceLine;
}

interface RequestLine {
  ms: number;
  address: string;
  session: string;
  account: string;
  agent: string;
  method: string;
  host: string;
  path: string;
  query: string;
  status: number;
  bytes: number;
  referrer: string;
  duration_ms: number | null;
  route: string;
  object_kind: string;
  object_ref: string;
  auth: string;
  file_id: string;
  file_offset: number;
}

/** A stored row as rules see it. */
export interface StoredRow {
  readonly at: number;
  readonly event: SigmaEvent;
  readonly ref: MatchRef;
}

export const PAGE = 20_000;
const AFTER = 'at > fromUnixTimestamp64Milli({after:Int64})';

async function readRequests(area: Area, condition: string, after: number): Promise<StoredRow[]> {
  const { where, params } = whereInArea(area);
  const rows = await area.telemetry.query<RequestLine>(
    area.org,
    `select toUnixTimestamp64Milli(at) as ms, address, session, account, agent, method, host, path, query, status, bytes, referrer, duration_ms,
       route, object_kind, object_ref, auth, file_id, file_offset
     from @requests where ${where} and ${AFTER} and (${condition}) order by at limit ${PAGE} with ties`,
    { ...params, after },
  );
  return rows.map((row) => {
    const at = Number(row.ms);
    const facts = { ...row, at: iso(at), durationMs: row.duration_ms, objectKind: row.object_kind, objectRef: row.object_ref };
    const target = row.query === '' ? row.path : `${row.path}?${row.query}`;
    const text = `${row.method} ${target} ${row.status} ${row.bytes}`;
    const line = { at: iso(at), file: row.file_id, offset: row.file_offset, text };
    return {
      at,
      event: requestEvent(facts),
      ref: { source: 'requests', address: row.address, agent: row.agent, account: row.account, name: '', line },
    };
  });
}

async function readEvents(area: Area, condition: string, after: number): Promise<StoredRow[]> {
  const { where, params } = whereInArea(area);
  const rows = await area.telemetry.query<EventFacts & { ms: number }>(
    area.org,
    `select toUnixTimestamp64Milli(at) as ms, name, severity, service, address, agent, session, account, object_kind, object_ref, outcome,
       records, bytes, attributes, body
     from @application_events where ${where} and ${AFTER} and (${condition}) order by at limit ${PAGE} with ties`,
    { ...params, after },
  );
  return rows.map((row) => {
    const at = Number(row.ms);
    const line = { at: iso(at), file: '', offset: 0, text: [row.outcome, row.name, row.object_kind].filter((one) => one !== '').join(' ') };
    return {
      at,
      event: applicationEvent(row, iso(at)),
      ref: { source: 'events', address: row.address, agent: row.agent, account: row.account, name: row.name, line },
    };
  });
}

async function readSpans(area: Area, condition: string, after: number): Promise<StoredRow[]> {
  const columns = `name, kind, status, service, version, peer, method, http_status, duration_ms, bytes_sent, bytes_received, db_system,
    trace_id, span_id, attributes`;
  return readFacts(area, '@spans', columns, condition, after, (facts, at) => ({
    at,
    event: spanEvent(facts, iso(at)),
    ref: { ...NOBODY, source: 'spans', name: word(facts.name), line: lineOf(at, spanText(facts)) },
  }));
}

async function readReports(area: Area, condition: string, after: number): Promise<StoredRow[]> {
  const columns = 'kind, page, blocked, directive, source_file, line, disposition, agent, body';
  return readFacts(area, '@reports', columns, condition, after, (facts, at) => ({
    at,
    event: reportEvent(facts, iso(at)),
    ref: { ...NOBODY, source: 'reports', name: word(facts.kind), line: lineOf(at, reportText(facts)) },
  }));
}

/** Spans and reports are the shop's own doing: no address and no account stands behind them. */
const NOBODY = { address: '', agent: '', account: '' };

async function readFacts(
  area: Area,
  table: string,
  columns: string,
  condition: string,
  after: number,
  make: (facts: StoredFacts, at: number) => StoredRow,
): Promise<StoredRow[]> {
  const { where, params } = whereInArea(area);
  const rows = await area.telemetry.query<StoredFacts & { ms: number }>(
    area.org,
    `select toUnixTimestamp64Milli(at) as ms, ${columns} from ${table}
     where ${where} and ${AFTER} and (${condition}) order by at limit ${PAGE} with ties`,
    { ...params, after },
  );
  return rows.map((row) => make(row, Number(row.ms)));
}

/** One span in a line: `client POST api.gateway.example → 500, error, 120 ms (checkout)`. */
function spanText({ kind, name, peer, http_status, status, duration_ms, service }: StoredFacts): string {
  const how = [http_status ? String(http_status) : '', word(status), duration_ms === null ? '' : `${Math.round(Number(duration_ms))} ms`];
  const told = how.filter((part) => part !== '').join(', ');
  return `${[word(kind), word(name), word(peer)].filter((part) => part !== '').join(' ')} → ${told}${service ? ` (${service})` : ''}`;
}

/** One report in a line: `csp-violation script-src-elem blocked https://evil.example/x.js on https://shop.example/checkout (enforce)`. */
function reportText({ kind, directive, blocked, page, disposition }: StoredFacts): string {
  const parts = [
    word(kind),
    word(directive),
    blocked ? `blocked ${blocked}` : '',
    page ? `on ${page}` : '',
    disposition ? `(${disposition})` : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function word(value: string | number | null | undefined): string {
  return String(value ?? '');
}

function lineOf(at: number, text: string): EvidenceLine {
  return { at: iso(at), file: '', offset: 0, text };
}

const readers = { requests: readRequests, events: readEvents, spans: readSpans, reports: readReports } as const;

/** Rows of an area after an instant (ms since 1970), in the order of time: at most a page, and those of the same instant as its last. */
export function readStored(area: Area, source: StoredSource, condition: string, after: number): Promise<StoredRow[]> {
  return readers[source](area, condition, after);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
