import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { addMs, DAY } from '#kernel/time.ts';
import { placeAdded } from '../events.ts';
import { placeTables } from '../places/store.ts';
import { hashOfToken } from './add-check.ts';

/**
 * Lets another machine look: makes the token by which its prober joins, once and within a day; only its hash is kept. A place that is there
 * already gets a new token, and its old prober is not known any more as soon as the new one joins. Throws CONFLICT.
 */
export const addPlace = defineVerb({
  name: 'watch.add-place',
  permission: 'configure',
  effect: 'writes',
  input: z.object({
    name: z.string().trim().min(1).max(60),
    /** Whether it is asked before something is called down that is looked at from here. */
    confirms: z.boolean().default(true),
  }),
  run: async (ctx, { name, confirms }) => {
    const token = `${ctx.org}.${Buffer.from(ctx.house.random.bytes(24)).toString('base64url')}`;
    const joining = { join_hash: hashOfToken(token), join_until: addMs(ctx.now, DAY), confirms };
    const tables = placeTables(ctx.db);
    const known = await tables
      .updateTable('watch_places')
      .set(joining)
      .where('org_id', '=', ctx.org)
      .where('name', '=', name)
      .where('removed_at', 'is', null)
      .returning('place_id')
      .executeTakeFirst();
    const place = known?.place_id ?? ctx.newId('place');
    if (known === undefined) {
      const added = await tables
        .insertInto('watch_places')
        .values({
          ...{ org_id: ctx.org, place_id: place, name, key_hash: null, added_at: ctx.now, seen_at: null, removed_at: null },
          ...joining,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('place_id')
        .executeTakeFirst();
      if (!added) throw new ShopbellError('CONFLICT', { reason: `somebody just added ${name}` });
    }
    await ctx.record(placeAdded, { place, name, confirms }, place);
    return { place, token };
  },
});
