import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { sourceRemoved } from '../events.ts';
import { storedId } from '../store.ts';
import { registryTables } from '../tables.ts';

/** Stops taking telemetry from a source; what it brought stays. Throws NOT_FOUND. */
export const removeSource = defineVerb({
  name: 'registry.remove-source',
  permission: 'configure',
  effect: 'writes',
  input: z.object({ source: idShape('src') }),
  run: async (ctx, { source }) => {
    const row = await registryTables(ctx.db).deleteFrom('sources').where('source_id', '=', source).returning('shop_id').executeTakeFirst();
    if (!row) throw new ShopbellError('NOT_FOUND', { what: 'source' });
    await ctx.record(sourceRemoved, { source, shop: storedId('shop', row.shop_id) }, source);
    return { source };
  },
});
