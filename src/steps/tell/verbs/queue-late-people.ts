import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { queueLetters } from '../queue-letters.ts';
import { tellTables } from '../store.ts';

/** People who turn out to be concerned after the release get the released letter as well: until the last one has been told. */
export const queueLatePeople = defineVerb({
  name: 'tell.queue-late-people',
  permission: 'machine',
  effect: 'writes',
  input: z.object({ case: idShape('case') }),
  run: async (ctx, input) => {
    const row = await tellTables(ctx.db).selectFrom('notices').selectAll().where('case_id', '=', input.case).forUpdate().executeTakeFirst();
    if (!row || row.released_version === null) return asUnchanged({ queued: 0, withoutAddress: 0 });
    const result = await queueLetters(ctx, row, row.released_version);
    if (result.queued + result.withoutAddress === 0) return asUnchanged(result);
    await tellTables(ctx.db).updateTable('notices').set({ state: 'released', finished_at: null }).where('id', '=', row.id).execute();
    return result;
  },
});
