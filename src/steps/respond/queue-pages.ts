import type { Ctx } from '#engines/verb.ts';
import type { IncidentId } from '#kernel/ids.ts';
import { firstContacts } from './checks/next-contacts.ts';
import { type ContactRow, type DeadlineNotice, type PageRow, respondTables } from './store.ts';

/** The contacts of the organisation that are paged, first position first. */
export function activeContacts(ctx: Pick<Ctx, 'db' | 'org'>): Promise<ContactRow[]> {
  return respondTables(ctx.db)
    .selectFrom('contacts')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where('removed_at', 'is', null)
    .orderBy('position')
    .orderBy('added_at')
    .execute();
}

/** Queues a page to everybody who is paged first. Without contacts nothing is queued, and the console says so in red. */
export async function queueFirstPages(ctx: Ctx, incident: IncidentId, reason: PageRow['reason']): Promise<void> {
  const contacts = await activeContacts(ctx);
  if (contacts.length > 0) await queuePages(ctx, incident, firstContacts(contacts), reason, 1);
}

/** Queues one page a contact, due at once. */
export async function queuePages(
  ctx: Ctx,
  incident: IncidentId,
  contacts: readonly ContactRow[],
  reason: PageRow['reason'],
  round: number,
): Promise<void> {
  const rows = contacts.map((contact) => ({
    org_id: ctx.org,
    id: ctx.newId('page'),
    incident_id: incident,
    contact_id: contact.id,
    reason,
    round,
    state: 'queued' as const,
    attempt: 0,
    due_at: ctx.now,
    escalated: false,
    created_at: ctx.now,
  }));
  await respondTables(ctx.db).insertInto('pages').values(rows).execute();
}

/** Queues one page a contact about a deadline of a case, due at once. `reminder` is the ledger entry that told of it. */
export async function queueDeadlinePages(
  ctx: Ctx,
  notice: DeadlineNotice,
  contacts: readonly ContactRow[],
  { reminder, reason, round }: { readonly reminder: string; readonly reason: 'deadline' | 'escalated'; readonly round: number },
): Promise<void> {
  if (contacts.length === 0) return;
  const rows = contacts.map((contact) => ({
    org_id: ctx.org,
    id: ctx.newId('page'),
    incident_id: null,
    case_id: notice.case,
    reminder,
    deadline: JSON.stringify(notice),
    contact_id: contact.id,
    reason,
    round,
    state: 'queued' as const,
    attempt: 0,
    due_at: ctx.now,
    escalated: false,
    created_at: ctx.now,
  }));
  await respondTables(ctx.db).insertInto('pages').values(rows).execute();
}
