import type { HttpRequest } from '#engines/http/types.ts';
import { orgHeader } from '#engines/mail/org-header.ts';
import type { Mailer, OutgoingMail } from '#engines/mail/types.ts';
import { signWebhook } from './checks/sign-webhook.ts';
import { speak } from './speak.ts';

export interface TestPageFacts {
  readonly id: `page_${string}`;
  readonly org: string;
  readonly name: string;
  readonly language: string;
  readonly timeZone: string;
  readonly to: { readonly kind: 'mail' | 'webhook'; readonly address: string; readonly secret: string; readonly allowPrivate: boolean };
  readonly contactsUrl: string;
  readonly from: string;
  readonly mode: Mailer['mode'];
}

/** A page that says in its subject and its first line that it is a test. */
export function composeTestMail(facts: TestPageFacts, now: Date): OutgoingMail {
  const say = speak(facts.language, facts.timeZone);
  return {
    to: facts.to.address,
    from: { name: 'Shopbell', address: facts.from },
    subject: say('respond.test.subject'),
    text: [say('respond.test.nothing', { at: now }), say('respond.test.why', { name: facts.name }), facts.contactsUrl].join('\n\n'),
    id: facts.id,
    headers: { ...orgHeader(facts.mode, facts.org), 'X-Shopbell-Test': 'yes', 'Auto-Submitted': 'auto-generated' },
  };
}

/** The same as a signed call of the type `respond.test`. */
export function composeTestCall(facts: TestPageFacts, now: Date): HttpRequest {
  const body = JSON.stringify({ type: 'respond.test', timestamp: now.toISOString(), data: { page: facts.id, test: true } });
  return {
    url: facts.to.address,
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'Shopbell', ...signWebhook(facts.to.secret, facts.id, now, body) },
    body,
    timeoutMs: 10_000,
    maxBytes: 4_096,
    maxRedirects: 0,
    allowPrivate: facts.to.allowPrivate,
  };
}
