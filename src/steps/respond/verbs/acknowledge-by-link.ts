import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { deadlineAnswered } from '../events.ts';
import { isPageToken } from '../page-token.ts';
import { respondTables, takeIncident } from '../store.ts';
import { acknowledge } from './acknowledge-incident.ts';

/** Acknowledges with the link of a page, without signing in. The token names one page, works once, and is worth nothing else. */
export const acknowledgeByLink = defineVerb({
  name: 'respond.acknowledge-by-link',
  permission: 'ask-as-customer',
  effect: 'writes',
  input: z.object({ page: idShape('page'), token: z.string().max(200) }),
  run: async (ctx, input) => {
    const tables = respondTables(ctx.db);
    const page = isPageToken(ctx, input.page, input.token)
      ? await tables
          .selectFrom('pages as page')
          .innerJoin('contacts as contact', (join) =>
            join.onRef('contact.org_id', '=', 'page.org_id').onRef('contact.id', '=', 'page.contact_id'),
          )
          .select(['page.incident_id', 'page.case_id', 'page.link_used_at', 'contact.name'])
          .where('page.org_id', '=', ctx.org)
          .where('page.id', '=', input.page)
          .forUpdate()
          .executeTakeFirst()
      : undefined;
    if (!page) throw new ShopbellError('NOT_FOUND', { what: 'page' });
    if (page.link_used_at !== null) return asUnchanged({ changed: false });
    await tables.updateTable('pages').set({ link_used_at: ctx.now }).where('org_id', '=', ctx.org).where('id', '=', input.page).execute();
    if (page.incident_id === null) {
      if (page.case_id === null) return asUnchanged({ changed: false });
      await ctx.record(deadlineAnswered, { case: page.case_id, page: input.page, by: page.name }, page.case_id);
      return { changed: true };
    }
    const incident = await takeIncident(ctx, page.incident_id);
    const changed = incident.status !== 'closed' && (await acknowledge(ctx, incident, page.name));
    return changed ? { changed } : asUnchanged({ changed });
  },
});
