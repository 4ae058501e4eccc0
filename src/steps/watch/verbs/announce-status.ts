import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { statusAnnounced } from '../events.ts';
import { addPost, announcementTitles, postTexts } from '../status/add-post.ts';
import { announcementKinds, statusParts } from '../status/status-words.ts';
import { statusTables, takeStatusPage } from '../status/store.ts';

/** Tells customers something in people's own words, on the status page and by mail to its subscribers. Throws NOT_FOUND, CONFLICT. */
export const announceStatus = defineVerb({
  name: 'watch.announce-status',
  permission: 'announce',
  effect: 'writes',
  input: z
    .object({
      shop: idShape('shop'),
      kind: z.enum(announcementKinds),
      parts: z.array(z.enum(statusParts)).max(4),
      titles: announcementTitles,
      texts: postTexts,
    })
    .refine(({ kind, parts }) => kind === 'news' || parts.length > 0, { path: ['parts'], message: 'choose what does not work' })
    .refine(({ titles, texts }) => Object.keys(texts).every((language) => language in titles), {
      path: ['titles'],
      message: 'must be there in each language of the text',
    }),
  run: async (ctx, { shop, kind, parts, titles, texts }) => {
    const page = await takeStatusPage(ctx.db, shop);
    if (!page?.isPublished) throw new ShopbellError('CONFLICT', { reason: 'the status page is not published.' });
    const announcement = ctx.newId('ann');
    const own = [...new Set(parts)];
    await statusTables(ctx.db)
      .insertInto('watch_status_announcements')
      .values({
        ...{ org_id: ctx.org, announcement_id: announcement, shop_id: shop, kind, begun_at: ctx.now, ended_at: null },
        ...{ parts: JSON.stringify(own), titles: JSON.stringify(titles) },
      })
      .execute();
    const { post, mails } = await addPost(ctx, { announcement, shop, kind: 'begin', texts });
    await ctx.record(statusAnnounced, { announcement, shop, kind, parts: own, post }, announcement);
    return { announcement, post, mails };
  },
});
