import type { CompiledRule, Match, SigmaEvent } from '#sigma/index.ts';
import { matchEvent } from '#sigma/index.ts';
import type { Area, EvidenceLine } from '../finding.ts';
import { whereInArea } from '../select-rows.ts';
import { applicationEvent, type EventFacts } from './application-event.ts';
import type { StoredSource } from './log-sources.ts';
import { requestEvent } from './request-event.ts';
import { planSearch } from './search-plan.ts';

/** Who and where, of something that matched. */
export interface MatchRef {
  readonly source: StoredSource;
  readonly address: string;
  readonly agent: string;
  readonly account: string;
  /** Name of the event, or ''. */
  readonly name: string;
  readonly line: EvidenceLine;
}

const PAGE = 20_000;

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

/** Every single request or event of an area that one of the rules matches, in the order of time, page by page. The rules are all of one source. */
export async function* streamMatches(area: Area, source: StoredSource, rules: readonly CompiledRule[]): AsyncGenerator<Match[]> {
  const condition = source === 'events' ? '1' : planSearch(rules).where;
  if (condition === '0' || rules.length === 0) return;
  const read = source === 'events' ? readEvents : readRequests;
  let from = area.span.from.getTime() - 1;
  for (;;) {
    const rows = await read(area, condition, from);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.flatMap(({ at, event, ref }) =>
      rules.filter((rule) => matchEvent(rule.test, event)).map((rule): Match => ({ at, rule: rule.key, event, ref })),
    );
    if (rows.length < PAGE) return;
    from = last.at;
  }
}

interface Row {
  readonly at: number;
  readonly event: SigmaEvent;
  readonly ref: MatchRef;
}

const AFTER = 'at > fromUnixTimestamp64Milli({after:Int64})';

async function readRequests(area: Area, condition: string, after: number): Promise<Row[]> {
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

async function readEvents(area: Area, condition: string, after: number): Promise<Row[]> {
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

function iso(at: number): string {
  return new Date(at).toISOString();
}
