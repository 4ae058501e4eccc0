import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { memoReleased } from '../events.ts';
import { hashPaper } from '../papers/memo.ts';
import { listMemos, papersTables } from '../papers/papers-tables.ts';
import { readMemo } from '../papers/read-memo.ts';
import { takeCase } from '../store.ts';

/**
 * A second person releases the memo of a decision: from then on it is frozen with its hash. Throws RELEASE_SAME_PERSON for whoever decided,
 * CONFLICT when the memo changed since they read it, or when the very same was released before.
 */
export const releaseMemo = defineVerb({
  name: 'decide.release-memo',
  permission: 'decide',
  effect: 'writes',
  input: z.object({
    case: idShape('case'),
    decision: z.int().positive(),
    hash: z.string().regex(/^[0-9a-f]{64}$/, 'must be the hash of the memo'),
  }),
  run: async (ctx, input) => {
    const row = await takeCase(ctx, input.case);
    const memo = await readMemo(ctx.db, ctx.org, row.id, input.decision);
    if (memo.decision.by.id === ctx.actor.id) throw new ShopbellError('RELEASE_SAME_PERSON');
    const hash = hashPaper(memo);
    if (hash !== input.hash) throw new ShopbellError('CONFLICT', { reason: 'the memo changed since you read it' });
    const before = await listMemos(ctx.db, row.id);
    if (before.some((one) => one.hash === hash)) throw new ShopbellError('CONFLICT', { reason: 'this memo was released already' });
    const number = before.length + 1;
    await papersTables(ctx.db)
      .insertInto('case_memos')
      .values({
        ...{ org_id: ctx.org, case_id: row.id, number, decision: memo.decision.number, content: JSON.stringify(memo), hash },
        ...{ released_by: ctx.actor.id, released_at: ctx.now },
      })
      .execute();
    await ctx.record(
      memoReleased,
      { case: row.id, number, decision: memo.decision.number, hash, decidedBy: memo.decision.by.id, releasedBy: ctx.actor.id },
      row.id,
    );
    return { number, hash };
  },
});
