import type { Telemetry, TelemetryValue } from '#engines/telemetry/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { TouchedRecord } from '#kernel/people.ts';
import type { SealedRef } from '#kernel/sealed.ts';
import type { Selection } from './finding.ts';
import { whereSelected } from './select-rows.ts';
import { asCategories } from './summarise.ts';

interface Row {
  kind: string;
  ref: string;
  categories: string[];
  first: string;
  last: string;
  times: number;
}

const BATCH = 5000;

/** Every record that these reads touched, each once over all of them, in batches by kind and reference. Exact for the rows stored now. */
export async function* readTouched(
  telemetry: Telemetry,
  org: OrgId,
  parts: readonly { readonly shop: string; readonly reads: Selection }[],
): AsyncGenerator<readonly TouchedRecord[]> {
  if (parts.length === 0) return;
  const conditions = parts.map((part, nth) => whereSelected(part.shop, part.reads, `s${nth}`));
  const where = `(${conditions.map((one) => `(${one.where})`).join(' or ')})`;
  const params: Record<string, TelemetryValue> = Object.assign({}, ...conditions.map((one) => one.params));
  let after = { kind: '', ref: '' };
  for (;;) {
    const rows = await telemetry.query<Row>(
      org,
      `select object_kind as kind, object_ref as ref, groupUniqArrayArray(categories) as categories, min(at) as first, max(at) as last, count() as times
       from @reads where ${where} and (object_kind, object_ref) > ({after_kind:String}, {after_ref:String})
       group by kind, ref order by kind, ref limit ${BATCH}`,
      { ...params, after_kind: after.kind, after_ref: after.ref },
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
    }));
    if (rows.length < BATCH) return;
    after = { kind: last.kind, ref: last.ref };
  }
}
