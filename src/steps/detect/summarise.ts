import type { Telemetry } from '#engines/telemetry/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import { type DataCategory, dataCategories } from '#kernel/people.ts';
import type { EvidenceLine, FindingActor, Selection } from './finding.ts';
import { PERSONAL_READ, whereSelected } from './select-rows.ts';

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

/** Counts a selection exactly, as the rows stand now; `null` when none is left. */
export async function summarise(telemetry: Telemetry, org: OrgId, shop: string, selection: Selection): Promise<Summary | null> {
  const { where, params } = whereSelected(shop, selection);
  const [totals] = await telemetry.query<{
    n: number;
    first: string;
    last: string;
    addresses: number;
    address: string;
    agent: string;
    session: string;
  }>(
    org,
    `select count() as n, min(at) as first, max(at) as last, uniqExact(address) as addresses, argMin(address, at) as address,
       argMin(agent, at) as agent, anyIf(session, session != '') as session from @requests where ${where}`,
    params,
  );
  if (totals === undefined || totals.n === 0) return null;
  const records = await telemetry.query<{ kind: string; n: number; categories: string[] }>(
    org,
    `select object_kind as kind, uniqExact(object_ref) as n, groupUniqArrayArray(categories) as categories
     from @requests where ${where} and ${PERSONAL_READ} group by kind order by kind`,
    params,
  );
  return {
    firstSeen: totals.first,
    lastSeen: totals.last,
    count: totals.n,
    touched: records.map((row) => ({ kind: row.kind, distinct: row.n })),
    categories: asCategories(records.flatMap((row) => row.categories)),
    actor: {
      address: totals.address,
      agent: totals.agent,
      addresses: totals.addresses,
      ...(totals.session === '' ? {} : { session: totals.session }),
    },
    evidence: await evidenceOf(telemetry, org, where, params),
  };
}

/** The known categories among texts, in the kernel's order, each once. */
export function asCategories(texts: readonly string[]): DataCategory[] {
  return dataCategories.filter((category) => texts.includes(category));
}

async function evidenceOf(
  telemetry: Telemetry,
  org: OrgId,
  where: string,
  params: Parameters<Telemetry['query']>[2],
): Promise<EvidenceLine[]> {
  const columns = 'at, method, path, query, status, bytes, file_id, file_offset';
  const first = await telemetry.query<Line>(
    org,
    `select ${columns} from @requests where ${where} order by at, file_offset limit 4`,
    params,
  );
  const last = await telemetry.query<Line>(
    org,
    `select ${columns} from @requests where ${where} order by at desc, file_offset desc limit 3`,
    params,
  );
  const seen = new Set<string>();
  return [...first, ...last.reverse()].map(lineOf).filter((line) => {
    const key = `${line.file}:${line.offset}:${line.text}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** One stored request as a line that a person can read. */
export function lineOf(line: Line): EvidenceLine {
  const target = `${line.path}${line.query === '' ? '' : `?${line.query}`}`;
  return {
    at: line.at,
    file: line.file_id,
    offset: line.file_offset,
    text: `${line.method} ${target.length > 300 ? `${target.slice(0, 300)}…` : target} → ${line.status}, ${line.bytes} bytes`,
  };
}
