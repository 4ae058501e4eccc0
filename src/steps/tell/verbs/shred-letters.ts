import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import type { Sealed } from '#kernel/sealed.ts';
import { idShape } from '#kernel/shapes.ts';
import { lettersShredded } from '../events.ts';
import { tellTables } from '../store.ts';

const GONE = '' as Sealed;

/** Deletes the sealed cards of a shredded case's letters. A letter that had not left yet never will. */
export const shredLetters = defineVerb({
  name: 'tell.shred-letters',
  permission: 'machine',
  effect: 'writes',
  input: z.object({ case: idShape('case') }),
  run: async (ctx, input) => {
    const notice = await tellTables(ctx.db).selectFrom('notices').select('id').where('case_id', '=', input.case).executeTakeFirst();
    if (!notice) return asUnchanged({ letters: 0 });
    const { numUpdatedRows } = await tellTables(ctx.db)
      .updateTable('letters')
      .set({ card: GONE })
      .where('notice_id', '=', notice.id)
      .where('card', '<>', GONE)
      .executeTakeFirstOrThrow();
    const letters = Number(numUpdatedRows);
    if (letters === 0) return asUnchanged({ letters });
    await ctx.record(lettersShredded, { notice: notice.id, letters }, notice.id);
    return { letters };
  },
});
