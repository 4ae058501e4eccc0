import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { incidentClosed } from '../events.ts';
import { respondTables, takeOpenIncident } from '../store.ts';

/** Ends the incident and every page that still waits. What is seen afterwards opens a new one. */
export const closeIncident = defineVerb({
  name: 'respond.close-incident',
  permission: 'respond',
  effect: 'writes',
  input: z.object({ incident: idShape('inc'), because: z.string().trim().min(3).max(1_000) }),
  run: async (ctx, input) => {
    const incident = await takeOpenIncident(ctx, input.incident);
    await respondTables(ctx.db)
      .updateTable('incidents')
      .set({ status: 'closed', closed_at: ctx.now })
      .where('org_id', '=', ctx.org)
      .where('id', '=', incident.id)
      .execute();
    await ctx.record(incidentClosed, { incident: incident.id, because: input.because }, incident.id);
    return { incident: incident.id };
  },
});
