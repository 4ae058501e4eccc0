import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { announcementUpdated } from '../events.ts';
import { addPost, postTexts, takeOpenAnnouncement } from '../status/add-post.ts';

/** Tells more of an announcement that is open, on the page and by mail. Throws NOT_FOUND, CONFLICT when it has ended. */
export const updateAnnouncement = defineVerb({
  name: 'watch.update-announcement',
  permission: 'announce',
  effect: 'writes',
  input: z.object({ announcement: idShape('ann'), texts: postTexts }),
  run: async (ctx, { announcement, texts }) => {
    const { shop } = await takeOpenAnnouncement(ctx, announcement);
    const { post, mails } = await addPost(ctx, { announcement, shop, kind: 'update', texts });
    await ctx.record(announcementUpdated, { announcement, shop, post }, announcement);
    return { post, mails };
  },
});
