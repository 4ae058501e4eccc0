import { expect, test } from 'vitest';
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
