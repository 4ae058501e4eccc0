import { z } from 'zod';
import { asUnchanged, type Ctx, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { addMs, MINUTE } from '#kernel/time.ts';
import { isLate, retryDelay } from '../checks/retry-delay.ts';
import { escalatePage } from '../escalate-page.ts';
import { pageFailed, pageSent } from '../events.ts';
import { type ContactRow, type PageRow, respondTables, takeIncident } from '../store.ts';

/** Writes down what became of one attempt to page: the far side's answer, or why it failed and when it is tried again. */
export const recordPage = defineVerb({
  name: 'respond.record-page',
  permission: 'machine',
  effect: 'writes',
  input: z.intersection(
    z.object({ page: idShape('page') }),
    z.discriminatedUnion('sent', [
      z.object({ sent: z.literal(true), response: z.string() }),
      z.object({ sent: z.literal(false), reason: z.string(), final: z.boolean() }),
    ]),
  ),
  run: async (ctx, input) => {
    const tables = respondTables(ctx.db);
    const page = await tables
      .selectFrom('pages')
      .selectAll()
      .where('org_id', '=', ctx.org)
      .where('id', '=', input.page)
      .forUpdate()
      .executeTakeFirst();
    if (page?.state !== 'queued') return asUnchanged({ state: page?.state ?? 'gone' });
    const contact = await tables
      .selectFrom('contacts')
      .selectAll()
      .where('org_id', '=', ctx.org)
      .where('id', '=', page.contact_id)
      .executeTakeFirstOrThrow();
    if (!input.sent) return { state: await failed(ctx, page, contact, input.reason, input.final) };
    await save(ctx, page, {
      state: 'sent',
      sent_at: ctx.now,
      response: input.response,
      answer_by: addMs(ctx.now, contact.wait_minutes * MINUTE),
    });
    const { about, subject } = aboutPage(page);
    await ctx.record(pageSent, { ...about, page: page.id, channel: contact.kind, to: contact.name, response: input.response }, subject);
    return { state: 'sent' };
  },
});

async function failed(ctx: Ctx, page: PageRow, contact: ContactRow, reason: string, final: boolean): Promise<'queued' | 'failed'> {
  const isAnswered = await isPageAnswered(ctx, page);
  const delay = final || isAnswered ? null : retryDelay(page.attempt, ctx.house.random.fraction());
  const state = delay === null ? 'failed' : 'queued';
  await save(ctx, page, { state, response: reason, ...(delay === null ? {} : { due_at: addMs(ctx.now, delay) }) });
  const { about, subject } = aboutPage(page);
  const { id, attempt } = page;
  await ctx.record(pageFailed, { ...about, page: id, channel: contact.kind, to: contact.name, reason, attempt }, subject);
  if (delay === null || isLate(attempt)) await escalatePage(ctx, page, contact);
  return state;
}

/** Whether somebody has it, so that trying again helps nobody. */
async function isPageAnswered(ctx: Ctx, page: PageRow): Promise<boolean> {
  if (page.incident_id === null) return page.link_used_at !== null;
  const { acknowledged_at, status } = await takeIncident(ctx, page.incident_id);
  return acknowledged_at !== null || status === 'closed';
}

/** How the ledger names what a page is about. */
function aboutPage({ incident_id: incident, case_id }: PageRow) {
  if (incident !== null) return { about: { incident }, subject: incident };
  return { about: { incident, ...(case_id === null ? {} : { case: case_id }) }, ...(case_id === null ? {} : { subject: case_id }) };
}

async function save(ctx: Ctx, page: PageRow, change: Partial<Omit<PageRow, 'deadline'>>): Promise<void> {
  await respondTables(ctx.db).updateTable('pages').set(change).where('org_id', '=', ctx.org).where('id', '=', page.id).execute();
}
