import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import type { TouchedRecord } from '#kernel/people.ts';
import { idShape } from '#kernel/shapes.ts';
import { readTouched } from '../read-touched.ts';
import { whole } from '../store.ts';
import { detectTables } from '../tables.ts';

/** The records that these signals' reads touched, each once over all of them, in batches. References stay sealed. */
export const listTouchedRecords = defineVerb({
  name: 'detect.list-touched-records',
  permission: 'look',
  effect: 'reads',
  input: z.object({ signals: z.array(idShape('sig')) }),
  run: async (ctx, input): Promise<{ readonly batches: AsyncIterable<readonly TouchedRecord[]> }> => {
    const rows =
      input.signals.length === 0
        ? []
        : await detectTables(ctx.db).selectFrom('detect_signals').select(['shop_id', 'reads']).where('id', 'in', input.signals).execute();
    const parts = rows.flatMap((row) => (row.reads === null ? [] : [{ shop: row.shop_id, reads: whole(row.reads) }]));
    return { batches: readTouched(ctx.house.telemetry, ctx.org, parts) };
  },
});
