import { sql } from 'kysely';
import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { feedAnswers, feedFailed } from '../events.ts';
import { feedTables } from '../orders/feeds/store.ts';
import { fileMarkShape } from '../orders/folders/choose-files.ts';

/** Questions in a row that must fail until it is told. */
const TOLD_AFTER = 3;

const pageState = z.object({ page: z.int(), offset: z.int(), cursor: z.string(), url: z.string() }).partial();
const markShape = z.object({
  ...{ since: z.iso.datetime(), done: z.iso.datetime().optional(), begun: z.iso.datetime().optional(), until: z.iso.datetime().optional() },
  ...{ at: pageState.optional(), pages: z.int().optional(), tries: z.int().optional() },
});
const answered = { steps: z.int(), rejected: z.int(), reason: z.string(), more: z.boolean() };

const answerShape = z.union([
  /** Of a system over HTTP. */
  z.object({
    ...{ ...answered, marks: z.record(z.string(), markShape), told: z.int() },
    ...{ newest: z.date().nullable(), waitUntil: z.date().nullable() },
  }),
  /** Of a folder of files. */
  z.object({ ...{ ...answered, files: z.record(z.string(), fileMarkShape), hostKey: z.string(), newest: z.date().nullable() } }),
  z.object({ ...answered, since: z.date() }),
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
        ...(failed ? { reason: answer.failed } : setOf(answer)),
        ...leaseOf(answer, ctx.now),
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

type Answer = Exclude<z.output<typeof answerShape>, { failed: string }>;

/** What a system over HTTP left out it leaves out at each look: only the last counts. */
function setOf(answer: Answer) {
  const { reason, steps } = answer;
  if ('since' in answer) return { reason, since: answer.since, steps: sql`steps + ${steps}`, rejected: sql`rejected + ${answer.rejected}` };
  const { newest } = answer;
  const last = newest === null ? {} : { newest };
  if ('files' in answer) {
    const { rejected, files, hostKey } = answer;
    return {
      reason,
      steps: sql`steps + ${steps}`,
      rejected,
      files: JSON.stringify(files),
      ...last,
      host_key: sql<string>`coalesce(host_key, ${hostKey})`,
    };
  }
  const { marks, told, waitUntil } = answer;
  return {
    reason,
    steps: sql`steps + ${steps}`,
    rejected: answer.rejected,
    marks: JSON.stringify(marks),
    told,
    ...last,
    wait_until: waitUntil,
  };
}

/** A database with more to tell is asked on at once; a system over HTTP and a folder wait for the others' turn. */
function leaseOf(answer: z.output<typeof answerShape>, now: Date) {
  const goesOn = !('failed' in answer) && answer.more;
  if (goesOn && 'since' in answer) return {};
  return { lease_by: null, lease_until: null, ...(goesOn ? {} : { asked_at: now }) };
}
