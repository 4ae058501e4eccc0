import { sql } from 'kysely';
import type { House } from '#engines/house.ts';
import type { Scope } from '#engines/verb.ts';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import type { OrgId } from '#kernel/ids.ts';
import { addMs, MINUTE, SECOND } from '#kernel/time.ts';
import { askOneMoneyAtRisk } from './ask-money-at-risk.ts';
import { composeDeadline } from './compose-deadline.ts';
import { composePage, type PageFacts, type PageMessage } from './compose-page.ts';
import { readDeadlineFacts } from './read-deadline-facts.ts';
import { readPageFacts } from './read-page-facts.ts';
import { respondTables } from './store.ts';
import { recordPage } from './verbs/record-page.ts';

const AT_ONCE = 10;
/** While a page is being sent nobody else sends it; after a crash it is sent again, recognisable by its id. */
const LEASE_MS = 2 * MINUTE;
/** Whoever is to be woken does not wait for figures. */
const RISK_WITHIN_MS = SECOND;

/** Sends the pages that are due, at most ten at once. Returns how many were tried. */
export async function sendDuePages(house: House): Promise<number> {
  const due = await claim(house);
  await Promise.all(due.map((page) => sendOne(house, page.org_id as OrgId, page.id)));
  return due.length;
}

function claim(house: House): Promise<{ org_id: string; id: `page_${string}` }[]> {
  const now = house.clock.now();
  return house.state.everywhere(async (db) => {
    const rows = await respondTables(db)
      .selectFrom('pages')
      .select(['org_id', 'id'])
      .where('state', '=', 'queued')
      .where('due_at', '<=', now)
      .orderBy('due_at')
      .limit(AT_ONCE)
      .forUpdate()
      .skipLocked()
      .execute();
    if (rows.length === 0) return [];
    return respondTables(db)
      .updateTable('pages')
      .set((eb) => ({ due_at: addMs(now, LEASE_MS), attempt: eb('attempt', '+', 1) }))
      .where(sql<boolean>`(org_id, id) in (${sql.join(rows.map((row) => sql`(${row.org_id}, ${row.id})`))})`)
      .returning(['org_id', 'id'])
      .execute();
  });
}

async function sendOne(house: House, org: OrgId, page: `page_${string}`): Promise<void> {
  const scope: Scope = { house, org, actor: { kind: 'system', id: 'respond.pager', role: 'system' } };
  const facts = await house.state.inOrg(org, (db) => readPageFacts({ ...scope, db }, page));
  const about = facts === null ? await house.state.inOrg(org, (db) => readDeadlineFacts({ ...scope, db }, page)) : null;
  if (facts === null && about === null) return;
  let outcome:
    | { readonly sent: true; readonly response: string }
    | { readonly sent: false; readonly reason: string; readonly final: boolean };
  try {
    const message = facts === null ? about && composeDeadline(about, house.clock.now()) : await composeIncident(house, org, facts);
    if (message === null) return;
    outcome = { sent: true, response: await handOver(house, message) };
  } catch (error) {
    outcome = { sent: false, reason: reasonOf(error), final: error instanceof ShopbellError && error.details.permanent === true };
  }
  await recordPage(scope, { page, ...outcome });
}

async function composeIncident(house: House, org: OrgId, facts: Omit<PageFacts, 'risk'>): Promise<PageMessage> {
  const risk = await askOneMoneyAtRisk(house, org, facts.incident, RISK_WITHIN_MS);
  return composePage({ ...facts, risk }, house.clock.now());
}

/** Gives the page to the mail server or the webhook. Returns what the far side said. */
async function handOver(house: House, message: PageMessage): Promise<string> {
  if (message.kind === 'mail') return (await house.mailer.send(message.mail)).response;
  const answer = await house.http.request(message.request);
  if (answer.status >= 200 && answer.status < 300) return String(answer.status);
  throw new ShopbellError('TARGET_UNREACHABLE', {
    host: new URL(answer.url).host,
    reason: `it answered ${answer.status}`,
    permanent: answer.status === 410,
  });
}

function reasonOf(error: unknown): string {
  return messageOf(error).slice(0, 300);
}
