import type { Telemetry } from '#engines/telemetry/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { TouchedRecord } from '#kernel/people.ts';
import type { SealedRef } from '#kernel/sealed.ts';
import type { Part } from './affected/affected.ts';
import { TIMES } from './affected/count-times.ts';
import { howSure, SURE } from './affected/how-sure.ts';
import { whereParts } from './affected/where-parts.ts';
import { asCategories } from './summarise.ts';

/** A record that was touched, and how sure that is. */
export interface SureRecord extends TouchedRecord {
  readonly sure: (typeof SURE)[keyof typeof SURE];
}

interface Row {
  kind: string;
  ref: string;
  categories: string[];
  first: string;
  last: string;
  times: number;
  sure: keyof typeof SURE;
}

const BATCH = 5000;

/** Every record that these reads touched, each once over all of them, in batches by kind and reference. Exact for the rows stored now. */
export async function* readTouched(telemetry: Telemetry, org: OrgId, parts: readonly Part[]): AsyncGenerator<readonly SureRecord[]> {
  if (parts.length === 0) return;
  const { where, params } = whereParts(parts);
  const { sure, empty } = await howSure(telemetry, org, parts);
  let after = { kind: '', ref: '' };
  for (;;) {
    const rows = await telemetry.query<Row>(
      org,
      `select object_kind as kind, object_ref as ref, groupUniqArrayArray(categories) as categories, min(at) as first, max(at) as last,
         ${TIMES} as times, max(${sure}) as sure
       from @reads where ${where} and (object_kind, object_ref) > ({after_kind:String}, {after_ref:String})
       group by kind, ref order by kind, ref limit ${BATCH}`,
      { ...params, empty, after_kind: after.kind, after_ref: after.ref },
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map((row) => ({
      kind: row.kind,
      ref: row.ref as SealedRef,
      categories: asCategories(row.categories),
      first: new Date(row.first),
      last: new Date(row.last),
      times: row.times,
      sure: SURE[row.sure],
    }));
    if (rows.length < BATCH) return;
    after = { kind: last.kind, ref: last.ref };
  }
}
