import type { Ctx } from '#engines/verb.ts';
import type { IncidentId, ShopId } from '#kernel/ids.ts';
import { compareSeverity, type Severity } from '#kernel/outcome.ts';
import type { DataCategory } from '#kernel/people.ts';
import { chooseIncident, countClass } from './checks/choose-incident.ts';
import { graver, isWorse } from './checks/page-need.ts';
import { incidentGrew, incidentOpened } from './events.ts';
import { queueFirstPages } from './queue-pages.ts';
import { type IncidentRow, lockIncidents, respondTables, type SourceKind, takeIncident } from './store.ts';

/** Something that another step saw and that people must know about. */
export interface Sighting {
  readonly kind: SourceKind;
  readonly id: string;
  readonly shop: ShopId;
  readonly title: string;
  readonly severity: Severity;
  readonly touchesPeople: boolean;
  readonly categories: readonly DataCategory[];
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  /** Since when it is so, when it was noticed only later; what belongs together is told by when it was noticed. */
  readonly began?: Date;
  /** Sightings of one group in one shop within thirty minutes are one incident. */
  readonly groupedBy: string;
  readonly address: string | null;
  readonly session: string | null;
  /** How many distinct records were touched. */
  readonly distinct: number;
  /** What it is has changed: an incident that is about nothing else is named anew. */
  readonly renames?: true;
}

/** Joins the open incident that the sighting belongs to, or opens a new one and queues its pages. One transaction. */
export async function sight(ctx: Ctx, sighting: Sighting): Promise<IncidentId> {
  await lockIncidents(ctx);
  const known = await findSource(ctx, sighting);
  if (known) return grow(ctx, sighting, known);
  const open = await respondTables(ctx.db)
    .selectFrom('incident_sources as source')
    .innerJoin('incidents as incident', (join) =>
      join.onRef('incident.org_id', '=', 'source.org_id').onRef('incident.id', '=', 'source.incident_id'),
    )
    .select(['source.incident_id', 'source.shop_id', 'source.grouped_by', 'source.address', 'source.session', 'source.last_seen'])
    .select('incident.acknowledged_at')
    .where('source.org_id', '=', ctx.org)
    .where('source.shop_id', '=', sighting.shop)
    .where('incident.status', '<>', 'closed')
    .execute();
  const chosen = chooseIncident(
    sighting,
    open.map((row) => ({
      incident: row.incident_id,
      shop: row.shop_id,
      groupedBy: row.grouped_by,
      address: row.address,
      session: row.session,
      lastSeen: row.last_seen,
      answeredAt: row.acknowledged_at,
    })),
  );
  return chosen === null ? openIncidentFor(ctx, sighting) : join(ctx, sighting, chosen);
}

interface Known {
  readonly incident_id: IncidentId;
  readonly distinct_records: number;
}

/** The same source seen before, if its incident is still open. */
function findSource(ctx: Ctx, sighting: Sighting): Promise<Known | undefined> {
  return respondTables(ctx.db)
    .selectFrom('incident_sources as source')
    .innerJoin('incidents as incident', (join) =>
      join.onRef('incident.org_id', '=', 'source.org_id').onRef('incident.id', '=', 'source.incident_id'),
    )
    .select(['source.incident_id', 'source.distinct_records'])
    .where('source.org_id', '=', ctx.org)
    .where('source.kind', '=', sighting.kind)
    .where('source.source_id', '=', sighting.id)
    .where('incident.status', '<>', 'closed')
    .executeTakeFirst();
}

/** Opens an incident, with its pages queued in the same transaction. */
export async function openIncidentFor(ctx: Ctx, sighting: Sighting): Promise<IncidentId> {
  const tables = respondTables(ctx.db);
  const id = ctx.newId('inc');
  const last = await tables
    .selectFrom('incidents')
    .select((select) => select.fn.max('number').as('number'))
    .where('org_id', '=', ctx.org)
    .executeTakeFirst();
  await tables
    .insertInto('incidents')
    .values({
      org_id: ctx.org,
      id,
      number: Number(last?.number ?? 0) + 1,
      shop_id: sighting.shop,
      title: sighting.title,
      severity: sighting.severity,
      status: 'open',
      touches_people: sighting.touchesPeople,
      categories: JSON.stringify(sighting.categories),
      source_kind: sighting.kind,
      source_id: sighting.id,
      first_seen: beginOf(sighting),
      last_seen: sighting.lastSeen,
      opened_at: ctx.now,
    })
    .execute();
  await saveSource(ctx, sighting, id);
  await ctx.record(
    incidentOpened,
    {
      incident: id,
      shop: sighting.shop,
      title: sighting.title,
      severity: sighting.severity,
      source: { kind: sighting.kind, id: sighting.id },
      touchesPeople: sighting.touchesPeople,
      firstSeen: beginOf(sighting).toISOString(),
      categories: [...sighting.categories],
    },
    id,
  );
  await queueFirstPages(ctx, id, 'opened');
  return id;
}

async function join(ctx: Ctx, sighting: Sighting, id: IncidentId): Promise<IncidentId> {
  const before = await takeIncident(ctx, id);
  await saveSource(ctx, sighting, id);
  await update(ctx, before, sighting, true);
  return id;
}

async function grow(ctx: Ctx, sighting: Sighting, known: Known): Promise<IncidentId> {
  const before = await takeIncident(ctx, known.incident_id);
  const jumped = countClass(sighting.distinct) !== countClass(known.distinct_records);
  await saveSource(ctx, sighting, before.id);
  await update(ctx, before, sighting, jumped);
  return before.id;
}

/** Takes over what is graver or new, and tells the ledger only when a person would want to know. */
async function update(ctx: Ctx, before: IncidentRow, sighting: Sighting, tellAnyway: boolean): Promise<void> {
  const severity = graver(before.severity, sighting.severity);
  const touchesPeople = before.touches_people || sighting.touchesPeople;
  const categories = [...new Set([...before.categories, ...sighting.categories])];
  await respondTables(ctx.db)
    .updateTable('incidents')
    .set({
      severity,
      // What is graver names the incident: whoever is woken reads why.
      ...(isNamedBy(sighting, before, severity) ? { title: sighting.title } : {}),
      touches_people: touchesPeople,
      categories: JSON.stringify(categories),
      first_seen: new Date(Math.min(beginOf(sighting).getTime(), before.first_seen.getTime())),
      last_seen: new Date(Math.max(sighting.lastSeen.getTime(), before.last_seen.getTime())),
      recovered_at: null,
    })
    .where('org_id', '=', ctx.org)
    .where('id', '=', before.id)
    .execute();
  const changed = severity !== before.severity || touchesPeople !== before.touches_people || categories.length !== before.categories.length;
  if (!changed && !tellAnyway) return;
  await ctx.record(
    incidentGrew,
    { incident: before.id, source: { kind: sighting.kind, id: sighting.id }, severity, touchesPeople, categories },
    before.id,
  );
  if (isWorse({ severity: before.severity, touchesPeople: before.touches_people }, { severity, touchesPeople })) {
    await queueFirstPages(ctx, before.id, 'worse');
  }
}

function isNamedBy({ kind, id, renames }: Sighting, before: IncidentRow, severity: Severity): boolean {
  if (kind !== before.source_kind) return false;
  return compareSeverity(severity, before.severity) > 0 || (renames === true && id === before.source_id);
}

function beginOf({ began, firstSeen }: Sighting): Date {
  return began !== undefined && began < firstSeen ? began : firstSeen;
}

async function saveSource(ctx: Ctx, sighting: Sighting, incident: IncidentId): Promise<void> {
  const values = {
    incident_id: incident,
    shop_id: sighting.shop,
    grouped_by: sighting.groupedBy,
    address: sighting.address,
    session: sighting.session,
    severity: sighting.severity,
    distinct_records: sighting.distinct,
    touches_people: sighting.touchesPeople,
    is_over: false,
    last_seen: sighting.lastSeen,
  };
  await respondTables(ctx.db)
    .insertInto('incident_sources')
    .values({ org_id: ctx.org, kind: sighting.kind, source_id: sighting.id, ...values })
    .onConflict((conflict) => conflict.columns(['org_id', 'kind', 'source_id']).doUpdateSet(values))
    .execute();
}
