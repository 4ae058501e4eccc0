import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { contactRemoved } from '../events.ts';
import { respondTables } from '../store.ts';

/** Takes somebody off the list. Their address is forgotten; pages that still wait for them end. */
export const removeContact = defineVerb({
  name: 'respond.remove-contact',
  permission: 'configure',
  effect: 'writes',
  input: z.object({ contact: idShape('ctc') }),
  run: async (ctx, input) => {
    const tables = respondTables(ctx.db);
    const removed = await tables
      .updateTable('contacts')
      .set({ removed_at: ctx.now, address: ctx.house.secrets.seal(ctx.org, ''), secret: null })
      .where('org_id', '=', ctx.org)
      .where('id', '=', input.contact)
      .where('removed_at', 'is', null)
      .returning('name')
      .executeTakeFirst();
    if (!removed) throw new ShopbellError('NOT_FOUND', { what: 'contact' });
    await tables
      .updateTable('pages')
      .set({ state: 'failed' })
      .where('org_id', '=', ctx.org)
      .where('contact_id', '=', input.contact)
      .where('state', '=', 'queued')
      .execute();
    await ctx.record(contactRemoved, { contact: input.contact, name: removed.name }, input.contact);
    return { contact: input.contact };
  },
});
