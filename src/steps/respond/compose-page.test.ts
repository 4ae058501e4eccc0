import { expect, test } from 'vitest';
import type { KnownRisk } from '#kernel/money-at-risk.ts';
import { composePage, type PageFacts } from './compose-page.ts';

const tail = '01M80000000000000000000000';
const at = new Date('2026-11-22T23:05:00Z');

function facts(over: Partial<PageFacts> = {}): PageFacts {
  return {
    page: {
      org_id: `org_${tail}`,
      id: `page_${tail}`,
      incident_id: `inc_${tail}`,
      contact_id: `ctc_${tail}`,
      reason: 'opened',
      round: 1,
      state: 'queued',
      attempt: 1,
      due_at: at,
      answer_by: null,
      escalated: false,
      link_used_at: null,
      created_at: at,
      sent_at: null,
      response: null,
      case_id: null,
      reminder: null,
      deadline: null,
    },
    incident: {
      org_id: `org_${tail}`,
      id: `inc_${tail}`,
      number: 3,
      shop_id: `shop_${tail}`,
      title: 'Orders read',
      severity: 'high',
      status: 'open',
      touches_people: true,
      categories: [],
      source_kind: 'signal',
      source_id: `sig_${tail}`,
      first_seen: at,
      last_seen: at,
      opened_at: at,
      acknowledged_at: null,
      acknowledged_by: null,
      assigned_to: null,
      contained_at: null,
      closed_at: null,
      recovered_at: null,
    },
    shop: 'Paper Lantern',
    timeZone: 'Europe/Warsaw',
    deadline: at,
    risk: { state: 'unknown', why: 'unread' },
    language: 'en',
    next: 'other',
    to: { kind: 'mail', address: 'night@team.example', secret: '', allowPrivate: false },
    incidentUrl: 'https://x.example/i',
    answerUrl: 'https://x.example/a',
    from: 'pager@x.example',
    mode: 'smtp',
    ...over,
  };
}

function mail(over: Partial<PageFacts> = {}) {
  const made = composePage(facts(over), at);
  if (made.kind !== 'mail') throw new Error('no mail');
  return made.mail;
}

test.each([
  ['other', 'otherwise the next person is woken'],
  ['same', 'otherwise you are woken again'],
  ['none', 'Nobody else is woken'],
] as const)('who comes next (%s) is said as it is', (next, words) => {
  expect(mail({ next }).text).toContain(words);
  for (const other of ['the next person is woken', 'you are woken again', 'Nobody else is woken'].filter((one) => !words.includes(one)))
    expect(mail({ next }).text).not.toContain(other);
});

test.each([
  ['en', '23 November 2026 at 00:05 CET'],
  ['pl', '23 listopada 2026 00:05 CET'],
  ['de', '23. November 2026 um 00:05 MEZ'],
])('times stand in the contact’s language (%s) and the shop’s zone', (language, words) => {
  expect(mail({ language }).text.split(words)).toHaveLength(3);
});

test('only the local mailbox is told whose mail it is; the sender is the configured one', () => {
  expect(mail().headers).not.toHaveProperty('X-Shopbell-Org');
  expect(mail({ mode: 'local' }).headers).toMatchObject({ 'X-Shopbell-Org': `org_${tail}` });
  expect(mail().from.address).toBe('pager@x.example');
});

const range = (about: number, by = 0.1) => ({ low: about * (1 - by), about, high: about * (1 + by) });
const missing = (orders: number, by?: number) => ({
  orders: range(orders, by),
  money: [{ currency: 'EUR', ...range(orders * 5_000, by) }],
});
function fewer(over: Partial<KnownRisk> = {}): KnownRisk {
  return {
    ...{ state: 'known', now: 'fewer', seen: 0, expected: 68, perHour: 14.4 },
    ...{ perMinute: missing(0.24), soFar: missing(68, 0.3) },
    ...over,
  };
}

test('what it costs stands in the subject, in words and in the signed call', () => {
  expect(mail({ risk: fewer() }).subject).toBe('Paper Lantern: Orders read · ≈ €12/min at risk');
  expect(mail({ risk: fewer() }).text).toContain('What does it cost? ≈ €12/min at risk; €2,400 – €4,400 not taken in so far.');
  expect(mail({ risk: fewer({ soFar: null }) }).text).toContain('≈ €12/min at risk.');
  const unpriced = { ...missing(0.24), money: null };
  expect(mail({ risk: fewer({ perMinute: unpriced, soFar: null }) }).subject).toContain('≈ 0.24 orders/min at risk');
  const call = composePage(
    facts({ risk: fewer(), to: { kind: 'webhook', address: 'https://x.example', secret: 'whsec_eA==', allowPrivate: false } }),
    at,
  );
  if (call.kind !== 'webhook') throw new Error('no call');
  expect(JSON.parse(String(call.request.body)).data.money_at_risk).toMatchObject({
    ...{ known: true, now: 'fewer', orders_seen: 0, orders_expected: 68 },
    per_minute: { orders: { about: 0.24 }, money: [{ currency: 'EUR', low: 1_080, about: 1_200, high: 1_320 }] },
  });
});

test('too early to tell: an outage says up to how much, a leak nothing', () => {
  const early = fewer({
    now: 'early',
    soFar: null,
    perMinute: { orders: { low: 0, about: 0.24, high: 0.24 }, money: [{ currency: 'EUR', low: 0, about: 1_200, high: 1_200 }] },
  });
  const outage = { ...facts().incident, source_kind: 'watch' as const };
  expect(mail({ risk: early, incident: outage }).subject).toContain('· up to €12/min at risk');
  expect(mail({ risk: early }).subject).toBe('Paper Lantern: Orders read');
  expect(mail({ risk: early }).text).not.toContain('cost');
});

test.each([
  ['not known', { state: 'unknown', why: 'too-young' }],
  ['as usual', fewer({ now: 'usual', perMinute: null, soFar: null })],
  ['nothing to speak of', fewer({ now: 'quiet', soFar: null, perMinute: missing(0.00001) })],
] as const)('%s: a page says nothing of money', (_, risk) => {
  const incident = { ...facts().incident, source_kind: 'watch' as const };
  expect(mail({ risk, incident }).subject).toBe('Paper Lantern: Orders read');
  expect(mail({ risk, incident }).text).not.toContain('at risk');
});

test.each([
  ['de', '≈ 12 €/min in Gefahr', 'bisher 2.400–4.400 € nicht eingenommen'],
  ['pl', 'zagrożone ≈ 12 €/min', 'dotąd nie wpłynęło 2400–4400 €'],
  ['ja', '毎分 約 €12 の売上', 'これまでに €2,400 ～ €4,400 が入っていません'],
])('in the contact’s language (%s)', (language, subject, text) => {
  const plain = (words: string) => words.replace(/[\u00a0\u202f]/g, ' ');
  expect(plain(mail({ risk: fewer(), language }).subject)).toContain(subject);
  expect(plain(mail({ risk: fewer(), language }).text)).toContain(text);
});
