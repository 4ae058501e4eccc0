import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { placeRemoved } from '../events.ts';
import { placeTables } from '../places/store.ts';
import { watchTables } from '../store.ts';

/** Forgets a place: its prober is not known any more. Throws NOT_FOUND, CONFLICT while checks are looked at from there. */
export const removePlace = defineVerb({
  name: 'watch.remove-place',
  permission: 'configure',
  effect: 'writes',
  input: z.object({ place: idShape('place') }),
  run: async (ctx, { place }) => {
    const used = await watchTables(ctx.db)
      .selectFrom('watch_checks')
      .select('name')
      .where('org_id', '=', ctx.org)
      .where('place_id', '=', place)
      .where('removed_at', 'is', null)
      .limit(3)
      .execute();
    if (used.length > 0)
      throw new ShopbellError('CONFLICT', { reason: `checks are looked at from there: ${used.map((one) => one.name).join(', ')}` });
    const done = await placeTables(ctx.db)
      .updateTable('watch_places')
      .set({ removed_at: ctx.now, key_hash: null, join_hash: null })
      .where('org_id', '=', ctx.org)
      .where('place_id', '=', place)
      .where('removed_at', 'is', null)
      .executeTakeFirst();
    if (done.numUpdatedRows === 0n) throw new ShopbellError('NOT_FOUND', { what: 'place' });
    await ctx.record(placeRemoved, { place }, place);
    return {};
  },
});
