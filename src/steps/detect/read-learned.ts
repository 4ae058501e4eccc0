import type { Telemetry } from '#engines/telemetry/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import { idReader, TARGETS } from './checks/target-shape.ts';
import type { Finding } from './finding.ts';
import { whereSelected } from './select-rows.ts';

/** One object of a learned route: its id as it stands in the address. */
export interface LearnedObject {
  readonly kind: string;
  readonly id: string;
  readonly first: string;
  readonly last: string;
  readonly times: number;
}

const MOST = 200_000;

/** The objects that a finding about a learned route tells of, each once; none for another finding. */
export async function readLearned(telemetry: Telemetry, org: OrgId, shop: string, finding: Finding): Promise<LearnedObject[]> {
  if (finding.selection.what !== 'alike') return [];
  const { where, params } = whereSelected(shop, finding.selection);
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
