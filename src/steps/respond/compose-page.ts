import type { HttpRequest } from '#engines/http/types.ts';
import { orgHeader } from '#engines/mail/org-header.ts';
import type { Mailer, OutgoingMail } from '#engines/mail/types.ts';
import type { MoneyAtRisk } from '#kernel/money-at-risk.ts';
import { HOUR } from '#kernel/time.ts';
import { signWebhook } from './checks/sign-webhook.ts';
import { riskDocument } from './risk-document.ts';
import { isAtRisk, sayMissing, sayRiskShort } from './say-risk.ts';
import { type Speak, speak } from './speak.ts';
import type { IncidentRow, PageRow } from './store.ts';

export interface PageFacts {
  readonly page: PageRow;
  readonly incident: IncidentRow;
  readonly shop: string;
  readonly timeZone: string;
  /** When the law's clock ends, once a case is open. */
  readonly deadline: Date | null;
  /** What the incident costs in orders that do not come. */
  readonly risk: MoneyAtRisk;
  readonly language: string;
  /** Who is woken when nobody answers: somebody else, the same again, or nobody any more. */
  readonly next: 'other' | 'same' | 'none';
  readonly to: { readonly kind: 'mail' | 'webhook'; readonly address: string; readonly secret: string; readonly allowPrivate: boolean };
  readonly incidentUrl: string;
  readonly answerUrl: string;
  readonly from: string;
  /** Where mails go: only the local mailbox is told whose they are. */
  readonly mode: Mailer['mode'];
}

export type PageMessage =
  | { readonly kind: 'mail'; readonly mail: OutgoingMail }
  | { readonly kind: 'webhook'; readonly request: HttpRequest };

/** The page as it goes out: a mail that can be read at three in the morning, or a signed call. No personal data in either. */
export function composePage(facts: PageFacts, now: Date): PageMessage {
  return facts.to.kind === 'mail' ? { kind: 'mail', mail: composeMail(facts, now) } : { kind: 'webhook', request: composeCall(facts, now) };
}

function composeMail(facts: PageFacts, now: Date): OutgoingMail {
  const { incident, page, shop } = facts;
  const say = speak(facts.language, facts.timeZone);
  const title = oneLine(incident.title);
  const short = sayRiskShort(facts.risk, incident.source_kind, say, facts.language);
  const lines = [
    say('respond.page.is-it-us', { kind: incident.source_kind, shop: oneLine(shop), title }),
    say('respond.page.how-bad', { severity: incident.severity, people: incident.touches_people ? 'yes' : 'no' }),
    ...whatItCosts(facts, say),
    say('respond.page.what-now', { kind: incident.source_kind, next: facts.next }),
    facts.answerUrl,
    say(...howLong(facts, now)),
    '',
    say('respond.page.details'),
    facts.incidentUrl,
    '',
    say('respond.page.since', { first: incident.first_seen, number: incident.number }),
    say('respond.page.again', { reason: page.reason, round: page.round }),
  ];
  return {
    to: facts.to.address,
    from: { name: 'Shopbell', address: facts.from },
    subject: [
      say('respond.page.subject', { shop: oneLine(shop), title, reason: page.reason, severity: incident.severity }),
      ...(short === null ? [] : [short]),
    ].join(' · '),
    text: lines.join('\n'),
    id: page.id,
    headers: {
      ...orgHeader(facts.mode, incident.org_id),
      'X-Shopbell-Incident': incident.id,
      'Auto-Submitted': 'auto-generated',
      Importance: 'high',
    },
  };
}

function whatItCosts({ risk, incident, language }: PageFacts, say: Speak): string[] {
  if (!isAtRisk(risk, incident.source_kind)) return [];
  const missed = risk.soFar === null ? 'none' : sayMissing(risk.soFar, say, language);
  return [say('respond.risk.page', { amount: sayMissing(risk.perMinute, say, language), missed })];
}

function howLong(facts: PageFacts, now: Date): [string, Record<string, Date | number>] {
  if (facts.deadline !== null) {
    const hours = Math.max(0, Math.floor((facts.deadline.getTime() - now.getTime()) / HOUR));
    return ['respond.page.clock-runs', { deadline: facts.deadline, hours }];
  }
  return [facts.incident.touches_people ? 'respond.page.clock-starts' : 'respond.page.no-clock', {}];
}

function composeCall(facts: PageFacts, now: Date): HttpRequest {
  const { incident, page } = facts;
  const data = {
    incident: incident.id,
    number: incident.number,
    page: page.id,
    shop: { id: incident.shop_id, name: facts.shop },
    title: incident.title,
    severity: incident.severity,
    status: incident.status,
    touches_people: incident.touches_people,
    first_seen: incident.first_seen.toISOString(),
    deadline: facts.deadline?.toISOString() ?? null,
    money_at_risk: riskDocument(facts.risk),
    url: facts.incidentUrl,
    answer_url: facts.answerUrl,
  };
  return signedCall(facts.to, { id: page.id, type: `respond.incident-${page.reason}`, data }, now);
}

interface Call {
  /** The page's id, by which a call that comes twice is recognised. */
  readonly id: string;
  readonly type: string;
  readonly data: object;
}

/** A call to a contact's webhook, signed as Standard Webhooks say. */
export function signedCall(to: PageFacts['to'], { id, type, data }: Call, now: Date): HttpRequest {
  const body = JSON.stringify({ type, timestamp: now.toISOString(), data });
  return {
    url: to.address,
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'Shopbell', ...signWebhook(to.secret, id, now, body) },
    body,
    timeoutMs: 10_000,
    maxBytes: 4_096,
    maxRedirects: 0,
    allowPrivate: to.allowPrivate,
  };
}

/** Titles come from telemetry and checks; whatever they hold, a subject is one line. */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, 150);
}
