import type { Telemetry } from '#engines/telemetry/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import { type DataCategory, dataCategories } from '#kernel/people.ts';
import { TARGETS } from './checks/target-shape.ts';
import type { EvidenceLine, FindingActor, Selection } from './finding.ts';
import { tableOf, whereSelected } from './select-rows.ts';

export interface Summary {
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly count: number;
  readonly touched: readonly { readonly kind: string; readonly distinct: number }[];
  readonly categories: readonly DataCategory[];
  readonly actor: FindingActor;
  readonly evidence: readonly EvidenceLine[];
}

interface Line {
  at: string;
  method: string;
  path: string;
  query: string;
  status: number;
  bytes: number;
  file_id: string;
  file_offset: number;
}

type Row = [at: number, offset: number, method: string, path: string, query: string, status: number, bytes: number, file: string];

export interface Totals {
  n: number;
  first: string;
  last: string;
  addresses: number;
  lead_address: string;
  lead_agent: string;
  one_session: string;
  earliest: Row[];
  latest: Row[];
}

const LINE = 'method, path, query, status, bytes, file_id';
/** An application's event told in a request's places: its name stands for the path, its outcome for the method. */
const EVENT_LINE = "outcome, name, object_kind, toUInt16(0), if(records > 0, records, bytes), ''";

/** What is counted of rows; `line` gives what a line of evidence shows, its place first. */
export const totalsOf = (line: string): string =>
  `count() as n, min(at) as first, max(at) as last, uniqExact(address) as addresses, argMin(address, at) as lead_address,
   argMin(agent, at) as lead_agent, anyIf(session, session != '') as one_session,
   groupArraySorted(4)((toUnixTimestamp64Milli(at), ${line})) as earliest,
   groupArraySorted(3)((-toUnixTimestamp64Milli(at), -${line})) as latest`;
/** What is counted of the records in them, by kind. */
export const RECORDS = 'object_kind as kind, uniqExact(object_ref) as n, groupUniqArrayArray(categories) as shown';
export const REQUEST_LINE = `toInt64(file_offset), ${LINE}`;

export interface Records {
  readonly kind: string;
  readonly n: number;
  readonly shown: readonly string[];
}

/** Counts a selection exactly, as the rows stand now; `null` when none is left. */
export async function summarise(telemetry: Telemetry, org: OrgId, shop: string, selection: Selection): Promise<Summary | null> {
  const { where, params } = whereSelected(shop, selection);
  const table = tableOf(selection);
  const line = table === '@application_events' ? `toInt64(0), ${EVENT_LINE}` : REQUEST_LINE;
  const [totals] = await telemetry.query<Totals>(org, `select ${totalsOf(line)} from ${table} where ${where}`, params);
  if (totals === undefined || totals.n === 0) return null;
  const counted: Readonly<Partial<Record<Selection['what'], string>>> = {
    'personal-reads': `select ${RECORDS} from @reads where ${where} group by kind order by kind`,
    // What their targets show nobody described: only how many there are.
    alike: `select 'record' as kind, uniqExact(${TARGETS.target}) as n, [] as shown from @requests where ${where}`,
  };
  const sql = counted[selection.what];
  return summaryOf(totals, sql === undefined ? [] : await telemetry.query<Records>(org, sql, params));
}

/** Counts as a finding tells them. */
export function summaryOf(totals: Totals, records: readonly Records[]): Summary {
  return {
    firstSeen: totals.first,
    lastSeen: totals.last,
    count: totals.n,
    touched: records.map((row) => ({ kind: row.kind, distinct: row.n })),
    categories: asCategories(records.flatMap((row) => row.shown)),
    actor: {
      address: totals.lead_address,
      agent: totals.lead_agent,
      addresses: totals.addresses,
      ...(totals.one_session === '' ? {} : { session: totals.one_session }),
    },
    evidence: evidenceOf([...totals.earliest, ...[...totals.latest].reverse()]),
  };
}

/** The known categories among texts, in the kernel's order, each once. */
export function asCategories(texts: readonly string[]): DataCategory[] {
  return dataCategories.filter((category) => texts.includes(category));
}

function evidenceOf(rows: readonly Row[]): EvidenceLine[] {
  const seen = new Set<string>();
  const lines = rows.map(([at, offset, method, path, query, status, bytes, file]) =>
    lineOf({ at: new Date(Math.abs(at)).toISOString(), file_offset: Math.abs(offset), method, path, query, status, bytes, file_id: file }),
  );
  return lines.filter((line) => {
    const key = `${line.file}:${line.offset}:${line.text}`;
    return !seen.has(key) && seen.add(key);
  });
}

function eventText({ path, query, method, bytes }: Line): string {
  return [path, query, method, bytes > 0 ? String(bytes) : ''].filter((part) => part !== '').join(' ');
}

/** One stored request or event as a line that a person can read. */
export function lineOf(line: Line): EvidenceLine {
  const target = `${line.path}${line.query === '' ? '' : `?${line.query}`}`;
  if (line.status === 0) return { at: line.at, file: line.file_id, offset: line.file_offset, text: eventText(line) };
  return {
    at: line.at,
    file: line.file_id,
    offset: line.file_offset,
    text: `${line.method} ${target.length > 300 ? `${target.slice(0, 300)}…` : target} → ${line.status}, ${line.bytes} bytes`,
  };
}
