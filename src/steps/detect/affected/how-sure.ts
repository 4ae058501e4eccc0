import type { Telemetry } from '#engines/telemetry/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { Part } from './affected.ts';
import { type SizeCount, sizesOfEmptyPages } from './judge-sizes.ts';
import { whereParts } from './where-parts.ts';

/** What the numbers of `howSure` mean. */
export const SURE = { 3: 'certain', 2: 'likely', 1: 'possible' } as const;

/**
 * How sure it is that a row of `reads` showed its record, as an expression over the table: 3 the answer had content, or the shop said so
 * itself; 2 its size is not told; 1 it had the size of an empty or denied page. `empty` is the parameter of that name in it.
 */
export async function howSure(
  telemetry: Telemetry,
  org: OrgId,
  parts: readonly Part[],
): Promise<{ readonly sure: string; readonly empty: readonly string[] }> {
  const { where, params } = whereParts(parts);
  const sizes = await telemetry.query<SizeCount>(
    org,
    `select route, bytes, uniqExact(object_ref) as records, sum(records) over (partition by route) as all
     from @reads where ${where} and via = 'request' group by route, bytes order by records desc limit 100000`,
    params,
  );
  const isEmpty = "status = 204 or concat(route, '\\n', toString(bytes)) in {empty:Array(String)}";
  return { sure: `multiIf(via = 'event', 3, ${isEmpty}, 1, bytes = 0, 2, 3)`, empty: sizesOfEmptyPages(sizes) };
}
