import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { endCase } from '../end-case.ts';
import { decideTables, takeOpenCase } from '../store.ts';

/** Closes a decided case and sets when its key is shredded: after the years that the regime's table names. */
export const closeCase = defineVerb({
  name: 'decide.close-case',
  permission: 'decide',
  effect: 'writes',
  input: z.object({ case: idShape('case') }),
  run: async (ctx, input) => {
    const row = await takeOpenCase(ctx, input.case);
    const decided = await decideTables(ctx.db)
      .selectFrom('case_decisions')
      .select('number')
      .where('case_id', '=', row.id)
      .limit(1)
      .executeTakeFirst();
    if (!decided) throw new ShopbellError('CONFLICT', { reason: 'nobody has decided this case yet' });
    return { shredAt: await endCase(ctx, row.id) };
  },
});
