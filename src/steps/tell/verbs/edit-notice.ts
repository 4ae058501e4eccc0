import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { addNoticeVersion } from '../add-notice-version.ts';
import { noticeShape } from '../checks/notice.ts';
import { readNoticeVersion, takeNotice } from '../store.ts';

const editable = noticeShape
  .omit({ schema: true, language: true, brand: true, risk: true, links: true, claims: true })
  .extend({ nextUpdateBy: noticeShape.shape.nextUpdateBy })
  .partial();

/** A person changes the text of a draft: a new version with its own writer. CONFLICT when somebody changed it in the meantime. */
export const editNotice = defineVerb({
  name: 'tell.edit-notice',
  permission: 'write-notice',
  effect: 'writes',
  input: z.object({ notice: idShape('ntc'), version: z.int().positive(), changes: editable }),
  run: async (ctx, input) => {
    const row = await takeNotice(ctx, input.notice);
    if (row.state !== 'draft') throw new ShopbellError('CONFLICT', { reason: 'the notice was released already' });
    if (row.version !== input.version) throw new ShopbellError('CONFLICT', { reason: `the text is at version ${row.version}` });
    const { content } = await readNoticeVersion(ctx.db, row.id, row.version);
    const changed = noticeShape.parse({ ...content, ...input.changes });
    return { version: await addNoticeVersion(ctx, row, changed, ctx.actor.id) };
  },
});
