import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { placeJoined } from '../events.ts';
import { placeTables } from '../places/store.ts';
import { hashOfToken } from './add-check.ts';

/** A prober joins by its one-time token and gets the key it comes with from then on. Throws PROBER_REFUSED. */
export const joinPlace = defineVerb({
  name: 'watch.join-place',
  permission: 'machine',
  effect: 'writes',
  input: z.object({ token: z.string().max(200) }),
  run: async (ctx, { token }) => {
    const key = `${ctx.org}.${Buffer.from(ctx.house.random.bytes(32)).toString('base64url')}`;
    const joined = await placeTables(ctx.db)
      .updateTable('watch_places')
      .set({ key_hash: hashOfToken(key), join_hash: null, join_until: null, seen_at: ctx.now })
      .where('org_id', '=', ctx.org)
      .where('join_hash', '=', hashOfToken(token))
      .where('join_until', '>', ctx.now)
      .where('removed_at', 'is', null)
      .returning(['place_id', 'name'])
      .executeTakeFirst();
    if (!joined) throw new ShopbellError('PROBER_REFUSED');
    const { place_id: place, name } = joined;
    await ctx.record(placeJoined, { place, name }, place);
    return { key, name };
  },
});
