import type { Telemetry } from '#engines/telemetry/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { Part } from './affected/affected.ts';
import { recordsOfEntered } from './affected/entered-records.ts';
import { readEntered } from './affected/read-entered.ts';
import type { Finding } from './finding.ts';
import { readTouched, type SureRecord } from './read-touched.ts';

export interface Concerned {
  readonly shop: string;
  readonly parts: readonly Part[];
  /** Findings of the shop whose entered accounts count. */
  readonly findings: readonly Pick<Finding, 'rule' | 'selection' | 'reads'>[];
}

/**
 * Every record behind which somebody is whom this concerns, in batches: accounts that were entered, then records that were read, each once.
 * What was read and what was entered of one person come as two.
 */
export async function* readConcerned(
  telemetry: Telemetry,
  org: OrgId,
  { shop, parts, findings }: Concerned,
): AsyncGenerator<readonly SureRecord[]> {
  const entered = new Map<string, SureRecord>();
  for (const finding of findings) {
    for (const record of recordsOfEntered(await readEntered({ telemetry, org, shop }, finding))) entered.set(record.ref, record);
  }
  if (entered.size > 0) yield [...entered.values()];
  yield* readTouched(telemetry, org, parts);
}
