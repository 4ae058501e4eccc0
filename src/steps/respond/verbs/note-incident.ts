import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { incidentNoted } from '../events.ts';
import { takeIncident } from '../store.ts';

/** Writes a note into the timeline. It stays in the ledger for good, so the form asks for no personal data. */
export const noteIncident = defineVerb({
  name: 'respond.note-incident',
  permission: 'respond',
  effect: 'writes',
  input: z.object({ incident: idShape('inc'), text: z.string().trim().min(1).max(2_000) }),
  run: async (ctx, input) => {
    const incident = await takeIncident(ctx, input.incident);
    await ctx.record(incidentNoted, { incident: incident.id, text: input.text }, incident.id);
    return { incident: incident.id };
  },
});
