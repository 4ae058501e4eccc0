import type { Scope } from '#engines/verb.ts';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import type { Id } from '#kernel/ids.ts';
import { makeId } from '#kernel/ids.ts';
import { may } from '#kernel/permissions.ts';
import { listShops } from '#registry/index.ts';
import { composeTestCall, composeTestMail, type TestPageFacts } from './compose-test-page.ts';
import { senderFor } from './read-page-facts.ts';
import { respondTables } from './store.ts';
import { recordTestPage } from './verbs/record-test-page.ts';

export interface TestPageResult {
  readonly name: string;
  readonly sent: boolean;
  /** What the far side said, or why it could not be reached. */
  readonly response: string;
}

/** Sends one contact a page that says it is a test, at once and once, and writes down what became of it. Throws NOT_ALLOWED, NOT_FOUND. */
export async function sendTestPage(scope: Scope, contact: Id<'ctc'>): Promise<TestPageResult> {
  if (!may(scope.actor.role, 'configure')) throw new ShopbellError('NOT_ALLOWED', { permission: 'configure' });
  const facts = await readFacts(scope, contact);
  let outcome: { readonly sent: boolean; readonly response: string };
  try {
    outcome = { sent: true, response: await handOver(scope, facts) };
  } catch (error) {
    outcome = { sent: false, response: messageOf(error) };
  }
  const { sent, response } = outcome;
  const { name } = facts;
  return recordTestPage(scope, { contact, name, channel: facts.to.kind, sent, response: response.slice(0, 300) });
}

async function readFacts(scope: Scope, id: Id<'ctc'>): Promise<TestPageFacts> {
  const { house, org } = scope;
  const { contact, shop } = await house.state.inOrg(org, async (db) => ({
    contact: await respondTables(db)
      .selectFrom('contacts')
      .selectAll()
      .where('org_id', '=', org)
      .where('id', '=', id)
      .where('removed_at', 'is', null)
      .executeTakeFirst(),
    shop: (await listShops(db))[0],
  }));
  if (!contact) throw new ShopbellError('NOT_FOUND', { what: 'contact' });
  return {
    id: makeId('page', house.clock.now().getTime(), house.random.bytes(16)),
    org,
    name: contact.name,
    language: contact.language,
    timeZone: shop?.timeZone ?? 'UTC',
    to: {
      kind: contact.kind,
      address: house.secrets.open(org, contact.address, 'reach-own-people'),
      secret: contact.secret === null ? '' : house.secrets.open(org, contact.secret, 'use-own-secret'),
      allowPrivate: contact.allow_private,
    },
    contactsUrl: `${house.publicUrl}/respond/contacts`,
    from: senderFor(house, shop?.contact.address ?? ''),
    mode: contact.kind === 'mail' ? house.mailer.mode : 'smtp',
  };
}

async function handOver({ house }: Scope, facts: TestPageFacts): Promise<string> {
  const now = house.clock.now();
  if (facts.to.kind === 'mail') return (await house.mailer.send(composeTestMail(facts, now))).response;
  const answer = await house.http.request(composeTestCall(facts, now));
  if (answer.status >= 200 && answer.status < 300) return String(answer.status);
  throw new ShopbellError('TARGET_UNREACHABLE', { host: new URL(answer.url).host, reason: `it answered ${answer.status}` });
}
