import type { Telemetry } from '#engines/telemetry/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { SealedRef } from '#kernel/sealed.ts';
import type { SureRecord } from '../read-touched.ts';
import { asCategories } from '../summarise.ts';
import type { Part } from './affected.ts';
import { TIMES } from './count-times.ts';
import { howSure, SURE } from './how-sure.ts';
import { whereParts } from './where-parts.ts';

/** A record that was touched, through which routes, and how sure that is. */
export interface ListedRecord extends SureRecord {
  readonly routes: readonly string[];
}

interface Row {
  readonly kind: string;
  readonly ref: string;
  readonly categories: readonly string[];
  readonly routes: readonly string[];
  readonly first: string;
  readonly last: string;
  readonly times: number;
  readonly sure: 1 | 2 | 3;
}

/** One page of the records, the most certain and the earliest first. Exact for the rows stored now; counts agree with `assessAffected`. */
export async function listRecords(
  telemetry: Telemetry,
  org: OrgId,
  parts: readonly Part[],
  page: { readonly from: number; readonly size: number },
): Promise<ListedRecord[]> {
  if (parts.length === 0) return [];
  const { where, params } = whereParts(parts);
  const { sure, empty } = await howSure(telemetry, org, parts);
  const rows = await telemetry.query<Row>(
    org,
    `select object_kind as kind, object_ref as ref, groupUniqArrayArray(categories) as categories, groupUniqArray(20)(route) as routes,
       min(at) as first, max(at) as last, ${TIMES} as times, max(${sure}) as sure
     from @reads where ${where} group by kind, ref order by sure desc, first, ref limit {size:UInt32} offset {from:UInt32}`,
    { ...params, empty, ...page },
  );
  return rows.map((row) => ({
    kind: row.kind,
    ref: row.ref as SealedRef,
    categories: asCategories(row.categories),
    routes: [...row.routes].sort(),
    first: new Date(row.first),
    last: new Date(row.last),
    times: row.times,
    sure: SURE[row.sure],
  }));
}

/** How many different records had been touched by then, over time: what the leak amounted to at each moment. */
export async function leakOverTime(
  telemetry: Telemetry,
  org: OrgId,
  parts: readonly Part[],
  stepMs: number,
): Promise<readonly (readonly [at: Date, records: number])[]> {
  if (parts.length === 0) return [];
  const { where, params } = whereParts(parts);
  const rows = await telemetry.query<{ slot: number; n: number }>(
    org,
    `select intDiv(toUnixTimestamp64Milli(first), {step:Int64}) as slot, count() as n from (
       select object_kind, object_ref, min(at) as first from @reads where ${where} group by object_kind, object_ref)
     group by slot order by slot limit 5000`,
    { ...params, step: stepMs },
  );
  let sum = 0;
  const [first] = rows;
  const before = first === undefined ? [] : [[new Date(first.slot * stepMs), 0] as const];
  const after = rows.map((row) => {
    sum += row.n;
    return [new Date((row.slot + 1) * stepMs), sum] as const;
  });
  return [...before, ...after];
}
