import { sql } from 'kysely';
import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { feedAnswers, feedFailed } from '../events.ts';
import { feedTables } from '../orders/feeds/store.ts';

/** Questions in a row that must fail until it is told. */
const TOLD_AFTER = 3;

const answerShape = z.union([
  z.object({ steps: z.int(), rejected: z.int(), reason: z.string(), since: z.date(), more: z.boolean() }),
  z.object({ failed: z.string() }),
]);

/** Notes what came of asking a database for orders. That it does not answer is told once, and that it answers again. Throws NOT_FOUND. */
export const noteFeed = defineVerb({
  name: 'watch.note-feed',
  permission: 'machine',
  effect: 'writes',
  input: z.object({ feed: idShape('feed'), answer: answerShape }),
  run: async (ctx, { feed, answer }) => {
    const own = feedTables(ctx.db);
    const row = await own.selectFrom('watch_order_feeds').selectAll().where('feed_id', '=', feed).forUpdate().executeTakeFirst();
    if (!row) throw new ShopbellError('NOT_FOUND', { what: 'feed' });
    const failed = 'failed' in answer;
    const failures = failed ? row.failures + 1 : 0;
    await own
      .updateTable('watch_order_feeds')
      .set({
        failures,
        ...(failed
          ? { reason: answer.failed }
          : {
              ...{ reason: answer.reason, since: answer.since },
              ...{ steps: sql`steps + ${answer.steps}`, rejected: sql`rejected + ${answer.rejected}` },
            }),
        ...(!failed && answer.more ? {} : { asked_at: ctx.now, lease_by: null, lease_until: null }),
      })
      .where('org_id', '=', ctx.org)
      .where('feed_id', '=', feed)
      .execute();
    const about = { feed, shop: row.shop_id, name: row.name, toldBy: row.told_by };
    if (failed && failures === TOLD_AFTER) await ctx.record(feedFailed, { ...about, reason: answer.failed }, feed);
    else if (!failed && row.failures >= TOLD_AFTER) await ctx.record(feedAnswers, about, feed);
    else return asUnchanged({ failures });
    return { failures };
  },
});
