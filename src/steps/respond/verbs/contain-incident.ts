import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { incidentContained } from '../events.ts';
import { respondTables, takeOpenIncident } from '../store.ts';
import { acknowledge } from './acknowledge-incident.ts';

/** The hole is shut: says how. Who contains an incident has answered it too. */
export const containIncident = defineVerb({
  name: 'respond.contain-incident',
  permission: 'respond',
  effect: 'writes',
  input: z.object({ incident: idShape('inc'), how: z.string().trim().min(3).max(1_000) }),
  run: async (ctx, input) => {
    const incident = await takeOpenIncident(ctx, input.incident);
    if (incident.contained_at !== null) throw new ShopbellError('CONFLICT', { reason: 'the incident is already contained' });
    await acknowledge(ctx, incident, ctx.actor.id);
    await respondTables(ctx.db)
      .updateTable('incidents')
      .set({ status: 'contained', contained_at: ctx.now })
      .where('org_id', '=', ctx.org)
      .where('id', '=', incident.id)
      .execute();
    await ctx.record(incidentContained, { incident: incident.id, how: input.how }, incident.id);
    return { incident: incident.id };
  },
});
