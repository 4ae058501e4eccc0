import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { announcementEnded } from '../events.ts';
import { addPost, postTexts, takeOpenAnnouncement } from '../status/add-post.ts';
import { statusTables } from '../status/store.ts';

/** Tells that what was announced is over, on the page and by mail. Throws NOT_FOUND, CONFLICT when it has ended before. */
export const endAnnouncement = defineVerb({
  name: 'watch.end-announcement',
  permission: 'announce',
  effect: 'writes',
  input: z.object({ announcement: idShape('ann'), texts: postTexts }),
  run: async (ctx, { announcement, texts }) => {
    const { shop } = await takeOpenAnnouncement(ctx, announcement);
    const { post, mails } = await addPost(ctx, { announcement, shop, kind: 'end', texts });
    await statusTables(ctx.db)
      .updateTable('watch_status_announcements')
      .set({ ended_at: ctx.now })
      .where('announcement_id', '=', announcement)
      .execute();
    await ctx.record(announcementEnded, { announcement, shop, post }, announcement);
    return { post, mails };
  },
});
