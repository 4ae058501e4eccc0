import { z } from 'zod';
import type { Telemetry } from '#engines/telemetry/types.ts';
import { defineVerb } from '#engines/verb.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { TouchedRecord } from '#kernel/people.ts';
import { idShape } from '#kernel/shapes.ts';
import { readConcerned } from '../read-concerned.ts';
import { findingOf, type SignalRow, whole } from '../store.ts';
import { detectTables } from '../tables.ts';

/** The records that these signals' reads touched, each once over all of one shop, and the accounts that were entered, in batches. References stay sealed. */
export const listTouchedRecords = defineVerb({
  name: 'detect.list-touched-records',
  permission: 'look',
  effect: 'reads',
  input: z.object({ signals: z.array(idShape('sig')) }),
  run: async (ctx, input): Promise<{ readonly batches: AsyncIterable<readonly TouchedRecord[]> }> => {
    const rows =
      input.signals.length === 0
        ? []
        : await detectTables(ctx.db).selectFrom('detect_signals').selectAll().where('id', 'in', input.signals).execute();
    return { batches: readAll(ctx.house.telemetry, ctx.org, rows) };
  },
});

async function* readAll(telemetry: Telemetry, org: OrgId, rows: readonly SignalRow[]): AsyncGenerator<readonly TouchedRecord[]> {
  for (const [shop, own] of Map.groupBy(rows, (row) => row.shop_id)) {
    const parts = own.flatMap((row) => (row.reads === null ? [] : [{ shop, reads: whole(row.reads) }]));
    for await (const batch of readConcerned(telemetry, org, { shop, parts, findings: own.map(findingOf) })) {
      yield batch.map((record) => ({ ...record, shop }));
    }
  }
}
