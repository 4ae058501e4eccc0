import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { findShop } from '#registry/index.ts';
import { lintNotice } from '../checks/lint-notice.ts';
import { noticeReleased } from '../events.ts';
import { lintContextOf } from '../lint-context.ts';
import { queueLetters } from '../queue-letters.ts';
import { readNoticeVersion, takeNotice, tellTables } from '../store.ts';
import { noticeTables } from '../tables.ts';
import { countLanguages } from './draft-notice.ts';
import { publishPage } from './publish-page.ts';

/**
 * A second person releases the text: the public page is published and one letter a person is queued, in one transaction.
 * Throws RELEASE_SAME_PERSON, NOTICE_UNFIT when a check fails, CONFLICT when the text changed since they read it.
 */
export const releaseNotice = defineVerb({
  name: 'tell.release-notice',
  permission: 'release-notice',
  effect: 'writes',
  input: z.object({ notice: idShape('ntc'), version: z.int().positive() }),
  run: async (ctx, input) => {
    const row = await takeNotice(ctx, input.notice);
    if (row.state !== 'draft') throw new ShopbellError('CONFLICT', { reason: 'the notice was released already' });
    if (row.version !== input.version) throw new ShopbellError('CONFLICT', { reason: `the text is at version ${row.version}` });
    const written = await readNoticeVersion(ctx.db, row.id, row.version);
    if (written.written_by === ctx.actor.id) throw new ShopbellError('RELEASE_SAME_PERSON');
    const shop = await findShop(ctx.db, row.shop_id);
    const languages = await countLanguages(ctx, row.case_id);
    const lint = lintNotice(written.content, lintContextOf(ctx.house, shop, { languages }, ctx.now), noticeTables());
    const failed = lint.filter((result) => result.outcome === 'fail');
    if (failed.length > 0) {
      throw new ShopbellError('NOTICE_UNFIT', { reason: failed.map((result) => `${result.id} ${result.detail}`).join('; ') });
    }
    await tellTables(ctx.db)
      .updateTable('notices')
      .set({
        state: 'released',
        released_version: row.version,
        released_by: ctx.actor.id,
        released_at: ctx.now,
        languages: JSON.stringify(languages),
      })
      .where('id', '=', row.id)
      .execute();
    const who = { writtenBy: written.written_by, releasedBy: ctx.actor.id };
    await ctx.record(noticeReleased, { notice: row.id, version: row.version, hash: written.hash, ...who }, row.id);
    const { path } = await publishPage(ctx, { notice: row.id });
    return { ...(await queueLetters(ctx, row, row.version)), path };
  },
});
