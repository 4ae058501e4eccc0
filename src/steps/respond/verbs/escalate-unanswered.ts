import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { escalatePage } from '../escalate-page.ts';
import { respondTables } from '../store.ts';

/** A page was not answered in time: the next contact is paged, unless somebody answered meanwhile. */
export const escalateUnanswered = defineVerb({
  name: 'respond.escalate-unanswered',
  permission: 'machine',
  effect: 'writes',
  input: z.object({ page: idShape('page') }),
  run: async (ctx, input) => {
    const tables = respondTables(ctx.db);
    const page = await tables
      .selectFrom('pages')
      .selectAll()
      .where('org_id', '=', ctx.org)
      .where('id', '=', input.page)
      .forUpdate()
      .executeTakeFirst();
    if (!page || page.escalated || page.answer_by === null || page.answer_by > ctx.now) return asUnchanged({ escalated: false });
    const contact = await tables
      .selectFrom('contacts')
      .selectAll()
      .where('org_id', '=', ctx.org)
      .where('id', '=', page.contact_id)
      .executeTakeFirstOrThrow();
    const escalated = await escalatePage(ctx, page, contact);
    return escalated ? { escalated } : asUnchanged({ escalated });
  },
});
