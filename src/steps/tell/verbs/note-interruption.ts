import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { letterFailed } from '../events.ts';
import { tellTables } from '../store.ts';

/** Marks letters whose answer was never heard as unknown, each with its ledger entry. */
export const noteInterruption = defineVerb({
  name: 'tell.note-interruption',
  permission: 'machine',
  effect: 'writes',
  input: z.object({ letters: z.array(idShape('ltr')).min(1), dueAt: z.date() }),
  run: async (ctx, input) => {
    const rows = await tellTables(ctx.db)
      .updateTable('letters')
      .set((eb) => ({
        state: 'unknown',
        interruptions: eb('interruptions', '+', 1),
        leased_until: null,
        due_at: input.dueAt,
        response: null,
      }))
      .where('id', 'in', input.letters)
      .where('state', '=', 'sending')
      .where('leased_until', '<', ctx.now)
      .returning(['id', 'notice_id'])
      .execute();
    const reason = 'the sender stopped before the mail server’s answer was heard';
    for (const row of rows) await ctx.record(letterFailed, { notice: row.notice_id, letter: row.id, reason, final: false }, row.notice_id);
    return asUnchanged({ noted: rows.length });
  },
});
