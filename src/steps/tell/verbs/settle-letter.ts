import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { letterSettled } from '../events.ts';
import { finishRound } from '../finish-round.ts';
import { tellTables } from '../store.ts';

/** A person settles a letter of which nobody knows whether it left, or sends a failed one again after its cause was mended. */
export const settleLetter = defineVerb({
  name: 'tell.settle-letter',
  permission: 'release-notice',
  effect: 'writes',
  input: z.object({ letter: idShape('ltr'), how: z.enum(['send-again', 'count-as-sent']) }),
  run: async (ctx, input) => {
    const row = await tellTables(ctx.db)
      .selectFrom('letters')
      .select(['id', 'notice_id', 'state'])
      .where('id', '=', input.letter)
      .forUpdate()
      .executeTakeFirst();
    if (!row) throw new ShopbellError('NOT_FOUND', { what: 'letter' });
    const allowed = row.state === 'unknown' || (row.state === 'failed' && input.how === 'send-again');
    if (!allowed) throw new ShopbellError('CONFLICT', { reason: `the letter is ${row.state}` });
    const again = input.how === 'send-again';
    await tellTables(ctx.db)
      .updateTable('letters')
      .set(
        again ? { state: 'queued', due_at: ctx.now, attempts: 0 } : { state: 'sent', at: ctx.now, response: 'counted as sent by a person' },
      )
      .where('id', '=', row.id)
      .execute();
    if (again)
      await tellTables(ctx.db)
        .updateTable('notices')
        .set({ state: 'released', finished_at: null })
        .where('id', '=', row.notice_id)
        .execute();
    await ctx.record(letterSettled, { notice: row.notice_id, letter: row.id, how: input.how }, row.notice_id);
    await finishRound(ctx, row.notice_id);
    return { letter: row.id, notice: row.notice_id };
  },
});
