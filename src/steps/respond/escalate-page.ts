import type { Ctx } from '#engines/verb.ts';
import { nextContacts } from './checks/next-contacts.ts';
import { pageEscalated } from './events.ts';
import { activeContacts, queueDeadlinePages, queuePages } from './queue-pages.ts';
import { type ContactRow, type PageRow, respondTables, takeIncident } from './store.ts';

/**
 * Pages whoever comes next, when the incident still waits for an answer. Pages of the same round and position are escalated
 * together, so that three unanswered pages do not wake the next person three times. Returns whether anybody was queued.
 */
export async function escalatePage(ctx: Ctx, page: PageRow, contact: ContactRow): Promise<boolean> {
  if (page.incident_id === null) return escalateDeadline(ctx, page, contact);
  const tables = respondTables(ctx.db);
  const incident = await takeIncident(ctx, page.incident_id);
  const contacts = await activeContacts(ctx);
  const sameTurn = contacts.filter((other) => other.position === contact.position).map((other) => other.id);
  await tables
    .updateTable('pages')
    .set({ escalated: true })
    .where('org_id', '=', ctx.org)
    .where('incident_id', '=', incident.id)
    .where('round', '=', page.round)
    .where('contact_id', 'in', [contact.id, ...sameTurn])
    .where('state', '<>', 'queued')
    .execute();
  if (incident.acknowledged_at !== null || incident.status === 'closed') return false;
  const next = nextContacts(contacts, contact.position, page.round);
  if (next === null) return false;
  const already = await tables
    .selectFrom('pages')
    .select('id')
    .where('org_id', '=', ctx.org)
    .where('incident_id', '=', incident.id)
    .where('round', '=', next.round)
    .where(
      'contact_id',
      'in',
      next.contacts.map((one) => one.id),
    )
    .limit(1)
    .executeTakeFirst();
  if (already) return false;
  await queuePages(ctx, incident.id, next.contacts, 'escalated', next.round);
  const to = next.contacts.map((one) => one.name);
  await ctx.record(pageEscalated, { incident: incident.id, page: page.id, from: contact.name, to }, incident.id);
  return true;
}

/** From this share of a term on, whoever did not answer is paged again; before, each contact once. */
const URGENT_SHARE = 90;

/** As `escalatePage`, for the pages of one reminder of a deadline: until somebody answers one of them. */
async function escalateDeadline(ctx: Ctx, page: PageRow, contact: ContactRow): Promise<boolean> {
  const { reminder, deadline, round } = page;
  if (reminder === null || deadline === null) return false;
  const tables = respondTables(ctx.db);
  const contacts = await activeContacts(ctx);
  const sameTurn = contacts.filter((other) => other.position === contact.position).map((other) => other.id);
  await tables
    .updateTable('pages')
    .set({ escalated: true })
    .where('org_id', '=', ctx.org)
    .where('reminder', '=', reminder)
    .where('round', '=', round)
    .where('contact_id', 'in', [contact.id, ...sameTurn])
    .where('state', '<>', 'queued')
    .execute();
  const pages = await tables
    .selectFrom('pages')
    .select(['contact_id', 'round', 'link_used_at'])
    .where('org_id', '=', ctx.org)
    .where('reminder', '=', reminder)
    .execute();
  if (pages.some((one) => one.link_used_at !== null)) return false;
  const next = nextContacts(contacts, contact.position, round);
  if (next === null || (next.round > round && deadline.share < URGENT_SHARE)) return false;
  const ids = new Set(next.contacts.map((one) => one.id));
  if (pages.some((one) => one.round === next.round && ids.has(one.contact_id))) return false;
  await queueDeadlinePages(ctx, deadline, next.contacts, { reminder, reason: 'escalated', round: next.round });
  const to = next.contacts.map((one) => one.name);
  await ctx.record(pageEscalated, { incident: null, case: deadline.case, page: page.id, from: contact.name, to }, deadline.case);
  return true;
}
