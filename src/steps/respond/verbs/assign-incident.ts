import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { incidentAssigned } from '../events.ts';
import { respondTables, takeOpenIncident } from '../store.ts';

/** Says who leads it. `to` is a person's id. */
export const assignIncident = defineVerb({
  name: 'respond.assign-incident',
  permission: 'respond',
  effect: 'writes',
  input: z.object({ incident: idShape('inc'), to: z.string().trim().min(1).max(100) }),
  run: async (ctx, input) => {
    const incident = await takeOpenIncident(ctx, input.incident);
    await respondTables(ctx.db)
      .updateTable('incidents')
      .set({ assigned_to: input.to })
      .where('org_id', '=', ctx.org)
      .where('id', '=', incident.id)
      .execute();
    await ctx.record(incidentAssigned, { incident: incident.id, to: input.to }, incident.id);
    return { incident: incident.id };
  },
});
