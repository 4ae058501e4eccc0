import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { organisationCreated } from '../events.ts';
import { registryTables } from '../tables.ts';

/** Creates the organisation of the scope: its id is made by the caller, since everything here happens inside one. */
export const createOrganisation = defineVerb({
  name: 'registry.create-organisation',
  permission: 'machine',
  effect: 'writes',
  input: z.object({ name: z.string().trim().min(1, 'must not be empty').max(200) }),
  run: async (ctx, { name }) => {
    await registryTables(ctx.db).insertInto('organisations').values({ org_id: ctx.org, name, created_at: ctx.now }).execute();
    await ctx.record(organisationCreated, { name }, ctx.org);
    return { org: ctx.org };
  },
});
