import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { wallLinkAdded } from '../events.ts';
import { wallTables } from '../wall/store.ts';
import { hashOfToken } from './add-check.ts';

/** Makes a link by which a screen shows the wall without anybody signed in, until it is taken back. Its token is told once; only its hash is kept. */
export const addWallLink = defineVerb({
  name: 'watch.add-wall-link',
  permission: 'configure',
  effect: 'writes',
  input: z.object({ name: z.string().trim().min(1).max(60) }),
  run: async (ctx, { name }) => {
    const token = `${ctx.org}.${Buffer.from(ctx.house.random.bytes(24)).toString('base64url')}`;
    const link = ctx.newId('wall');
    await wallTables(ctx.db)
      .insertInto('watch_wall_links')
      .values({
        ...{ org_id: ctx.org, link_id: link, name, token_hash: hashOfToken(token), added_at: ctx.now },
        ...{ seen_at: null, removed_at: null },
      })
      .execute();
    await ctx.record(wallLinkAdded, { link, name }, link);
    return { link, token };
  },
});
