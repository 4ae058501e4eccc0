import type { Telemetry } from '#engines/telemetry/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import { whereParts } from './affected/where-parts.ts';
import { idReader, TARGETS } from './checks/target-shape.ts';
import type { Finding } from './finding.ts';

/** One object of a learned route: its id as it stands in the address. */
export interface LearnedObject {
  readonly kind: string;
  readonly id: string;
  readonly first: string;
  readonly last: string;
  readonly times: number;
}

const MOST = 200_000;

/** The objects that findings about one learned route tell of, each once over all of them; none for other findings. */
export async function readLearned(telemetry: Telemetry, org: OrgId, shop: string, findings: readonly Finding[]): Promise<LearnedObject[]> {
  const [finding] = findings;
  if (finding?.selection.what !== 'alike') return [];
  const parts = findings.map((one) => ({ shop, reads: one.selection }));
  const { where, params } = whereParts(parts, 'alike');
  const rows = await telemetry.query<Omit<LearnedObject, 'kind' | 'id'> & { target: string }>(
    org,
    `select ${TARGETS.target} as target, min(at) as first, max(at) as last, count() as times from @requests where ${where}
     group by target order by target limit ${MOST}`,
    params,
  );
  const idOf = idReader(finding.subject);
  const kind = finding.touched[0]?.kind ?? 'record';
  return rows.map(({ target, ...row }) => ({ ...row, kind, id: idOf(target) ?? target, times: Number(row.times) }));
}
