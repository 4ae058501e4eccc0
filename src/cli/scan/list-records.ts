import type { Telemetry } from '#engines/telemetry/types.ts';
import type { LocalKeys } from '#intake/index.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { DataCategory } from '#kernel/people.ts';
import { type Finding, readLearned, readTouched } from '#steps/detect/index.ts';

/** A record that was read: when first and last (ISO instants), how often, what it shows, and how sure that is. */
export interface TouchedId {
  readonly kind: string;
  readonly id: string;
  readonly first: string;
  readonly last: string;
  readonly times: number;
  readonly categories: readonly DataCategory[];
  /** As `KindCount` says; of a route that the data map does not describe at most `likely`. */
  readonly sure: 'certain' | 'likely' | 'possible';
}

interface Place {
  readonly telemetry: Telemetry;
  readonly org: OrgId;
  readonly shop: string;
  readonly keys: LocalKeys;
}

/** The records that findings touched, each once over all of them and each reading of it counted once; by kind and id. */
export async function listRecords({ telemetry, org, shop, keys }: Place, findings: readonly Finding[]): Promise<TouchedId[]> {
  const records: TouchedId[] = [];
  const parts = findings.flatMap(({ reads }) => (reads === null ? [] : [{ shop, reads }]));
  for await (const batch of readTouched(telemetry, org, parts)) {
    for (const { ref, first, last, ...record } of batch)
      records.push({ ...record, id: keys.reveal(ref)?.plain ?? 'unknown', first: first.toISOString(), last: last.toISOString() });
  }
  const learned = findings.filter((one) => one.reads === null && one.selection.what === 'alike');
  for (const ofRoute of Map.groupBy(learned, (one) => one.subject).values()) {
    const categories = [...new Set(ofRoute.flatMap((one) => one.categories))];
    const sure = ofRoute.some((one) => one.facts.learned !== 'unknown') ? 'likely' : 'possible';
    for (const { first, last, ...one } of await readLearned(telemetry, org, shop, ofRoute))
      records.push({ ...one, first: new Date(first).toISOString(), last: new Date(last).toISOString(), categories, sure });
  }
  return records.sort((a, b) => a.kind.localeCompare(b.kind) || a.id.localeCompare(b.id, 'en', { numeric: true }));
}
