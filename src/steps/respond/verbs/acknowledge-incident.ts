import { z } from 'zod';
import { asUnchanged, type Ctx, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { incidentAcknowledged } from '../events.ts';
import { type IncidentRow, respondTables, takeOpenIncident } from '../store.ts';

/** “I have it”: stops the paging. A second time changes nothing. */
export const acknowledgeIncident = defineVerb({
  name: 'respond.acknowledge-incident',
  permission: 'respond',
  effect: 'writes',
  input: z.object({ incident: idShape('inc') }),
  run: async (ctx, input) => {
    const incident = await takeOpenIncident(ctx, input.incident);
    const changed = await acknowledge(ctx, incident, ctx.actor.id);
    return changed ? { changed } : asUnchanged({ changed });
  },
});

/** Marks an incident as answered, once. Used by every way of answering. */
export async function acknowledge(ctx: Ctx, incident: IncidentRow, by: string): Promise<boolean> {
  if (incident.acknowledged_at !== null) return false;
  await respondTables(ctx.db)
    .updateTable('incidents')
    .set({ acknowledged_at: ctx.now, acknowledged_by: by, status: incident.status === 'open' ? 'acknowledged' : incident.status })
    .where('org_id', '=', ctx.org)
    .where('id', '=', incident.id)
    .execute();
  await ctx.record(incidentAcknowledged, { incident: incident.id, by }, incident.id);
  return true;
}
