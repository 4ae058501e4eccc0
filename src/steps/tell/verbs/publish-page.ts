import { sql } from 'kysely';
import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape, instantShape } from '#kernel/shapes.ts';
import { addMs, DAY } from '#kernel/time.ts';
import { findShop, publicSlug } from '#registry/index.ts';
import { pagePublished } from '../events.ts';
import { readNoticeVersion, takeNotice, tellTables } from '../store.ts';

const MOST_DAYS = 7;

/** Publishes the incident's public page, or an update of it: what the released letters say, and a note of what is new. Versions stay. */
export const publishPage = defineVerb({
  name: 'tell.publish-page',
  permission: 'release-notice',
  effect: 'writes',
  input: z.object({ notice: idShape('ntc'), note: z.string().trim().max(4_000).default(''), nextUpdateBy: instantShape.optional() }),
  run: async (ctx, input) => {
    const row = await takeNotice(ctx, input.notice);
    if (row.released_version === null) throw new ShopbellError('CONFLICT', { reason: 'the notice has not been released yet' });
    const { content } = await readNoticeVersion(ctx.db, row.id, row.released_version);
    const next = input.nextUpdateBy ?? content.nextUpdateBy ?? addMs(ctx.now, 6 * DAY).toISOString();
    if (new Date(next).getTime() > addMs(ctx.now, MOST_DAYS * DAY).getTime()) {
      throw new ShopbellError('INPUT_INVALID', { reason: `nextUpdateBy: at most ${MOST_DAYS} days from now` });
    }
    const { count } = await tellTables(ctx.db)
      .selectFrom('public_pages')
      .select(sql<string>`count(*)`.as('count'))
      .where('notice_id', '=', row.id)
      .executeTakeFirstOrThrow();
    await tellTables(ctx.db)
      .insertInto('public_pages')
      .values({
        org_id: ctx.org,
        notice_id: row.id,
        version: Number(count) + 1,
        shop_id: row.shop_id,
        number: row.number,
        content: JSON.stringify(content),
        note: input.note,
        next_update_by: new Date(next),
        published_by: ctx.actor.id,
        at: ctx.now,
      })
      .execute();
    const path = `/p/${publicSlug(await findShop(ctx.db, row.shop_id))}/${row.number}`;
    await ctx.record(pagePublished, { notice: row.id, case: row.case_id, path, nextUpdateBy: next }, row.id);
    return { path };
  },
});
