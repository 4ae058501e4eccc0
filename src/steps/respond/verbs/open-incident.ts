import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { categoryShape, idShape, instantShape, severityShape } from '#kernel/shapes.ts';
import { openIncidentFor } from '../sight.ts';
import { lockIncidents } from '../store.ts';

/** A person opens an incident by hand: somebody told them, or they saw it themselves. */
export const openIncident = defineVerb({
  name: 'respond.open-incident',
  permission: 'respond',
  effect: 'writes',
  input: z.object({
    shop: idShape('shop'),
    title: z.string().trim().min(3).max(200),
    severity: severityShape,
    touchesPeople: z.boolean(),
    categories: z.array(categoryShape).default([]),
    firstSeen: instantShape.optional(),
  }),
  run: async (ctx, input) => {
    await lockIncidents(ctx);
    const firstSeen = input.firstSeen === undefined ? ctx.now : new Date(input.firstSeen);
    const id = await openIncidentFor(ctx, {
      ...input,
      kind: 'person',
      id: ctx.newId('rpt'),
      firstSeen,
      lastSeen: firstSeen,
      groupedBy: 'person',
      address: null,
      session: null,
      distinct: 0,
    });
    return { incident: id };
  },
});
