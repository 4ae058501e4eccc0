import type { Ctx } from '#engines/verb.ts';
import { incidentNoted } from './events.ts';
import { lockIncidents, respondTables } from './store.ts';

interface Source {
  readonly kind: 'watch' | 'orders' | 'slo';
  readonly id: string;
}

/** A source is fine again: notes it on its open incident and, when nothing else is wrong there, marks the incident as recovered. */
export async function noteRecovery(ctx: Ctx, { kind, id }: Source, text: string): Promise<void> {
  await lockIncidents(ctx);
  const tables = respondTables(ctx.db);
  const source = await tables
    .selectFrom('incident_sources as source')
    .innerJoin('incidents as incident', (join) =>
      join.onRef('incident.org_id', '=', 'source.org_id').onRef('incident.id', '=', 'source.incident_id'),
    )
    .select('incident.id')
    .where('source.org_id', '=', ctx.org)
    .where('source.kind', '=', kind)
    .where('source.source_id', '=', id)
    .where('source.is_over', '=', false)
    .where('incident.status', '<>', 'closed')
    .executeTakeFirst();
  if (!source) return;
  await tables
    .updateTable('incident_sources')
    .set({ is_over: true })
    .where('org_id', '=', ctx.org)
    .where('kind', '=', kind)
    .where('source_id', '=', id)
    .execute();
  const left = await tables
    .selectFrom('incident_sources')
    .select('source_id')
    .where('org_id', '=', ctx.org)
    .where('incident_id', '=', source.id)
    .where('is_over', '=', false)
    .limit(1)
    .executeTakeFirst();
  if (!left)
    await tables
      .updateTable('incidents')
      .set({ recovered_at: ctx.now })
      .where('org_id', '=', ctx.org)
      .where('id', '=', source.id)
      .execute();
  await ctx.record(incidentNoted, { incident: source.id, text }, source.id);
}
