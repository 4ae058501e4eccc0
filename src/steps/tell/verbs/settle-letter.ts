import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { letterSettled } from '../events.ts';
import { finishRound } from '../finish-round.ts';
import { type LetterRow, type LetterState, tellTables } from '../store.ts';

/** How somebody can be told without a letter of ours. */
export const otherWays = ['phone', 'post', 'in-person', 'other'] as const;

/** A person settles a letter of which nobody knows whether it left, sends a failed one again after its cause was mended, or says that its reader was told otherwise. */
export const settleLetter = defineVerb({
  name: 'tell.settle-letter',
  permission: 'release-notice',
  effect: 'writes',
  input: z.object({
    letter: idShape('ltr'),
    how: z.enum(['send-again', 'count-as-sent', 'told-otherwise']),
    /** Needed with `told-otherwise`. */
    way: z.enum(otherWays).optional(),
  }),
  run: async (ctx, input) => {
    const row = await tellTables(ctx.db)
      .selectFrom('letters')
      .select(['id', 'notice_id', 'state'])
      .where('id', '=', input.letter)
      .forUpdate()
      .executeTakeFirst();
    if (!row) throw new ShopbellError('NOT_FOUND', { what: 'letter' });
    if (!isAllowed(row.state, input.how)) throw new ShopbellError('CONFLICT', { reason: `the letter is ${row.state}` });
    if (input.how === 'told-otherwise' && input.way === undefined)
      throw new ShopbellError('INPUT_INVALID', { reason: 'way: say how they were told' });
    const again = input.how === 'send-again';
    await tellTables(ctx.db).updateTable('letters').set(changeOf(input, ctx.now)).where('id', '=', row.id).execute();
    if (again)
      await tellTables(ctx.db)
        .updateTable('notices')
        .set({ state: 'released', finished_at: null })
        .where('id', '=', row.notice_id)
        .execute();
    await ctx.record(
      letterSettled,
      { notice: row.notice_id, letter: row.id, how: input.how, ...(input.way ? { way: input.way } : {}) },
      row.notice_id,
    );
    await finishRound(ctx, row.notice_id);
    return { letter: row.id, notice: row.notice_id };
  },
});

type Settling = { readonly how: 'send-again' | 'count-as-sent' | 'told-otherwise'; readonly way?: (typeof otherWays)[number] | undefined };

function isAllowed(state: LetterState, how: Settling['how']): boolean {
  if (how === 'told-otherwise') return ['unknown', 'failed', 'no-address'].includes(state);
  return state === 'unknown' || (state === 'failed' && how === 'send-again');
}

function changeOf({ how, way }: Settling, now: Date): Partial<Pick<LetterRow, 'state' | 'due_at' | 'attempts' | 'at' | 'response'>> {
  if (how === 'send-again') return { state: 'queued', due_at: now, attempts: 0 };
  if (how === 'count-as-sent') return { state: 'sent', at: now, response: 'counted as sent by a person' };
  return { state: 'told-otherwise', at: now, response: `told otherwise: ${way}` };
}
