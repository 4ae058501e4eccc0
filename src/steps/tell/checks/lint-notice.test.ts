import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DataCategory, dataCategories } from '#kernel/people.ts';
import { categoriesWithoutAdvice, languages, noticeTables } from '../tables.ts';
import { type DraftInput, draftNoticeContent } from './draft-notice-content.ts';
import { isFit, lintNotice } from './lint-notice.ts';
import type { LintContext } from './lint-result.ts';
import type { Notice } from './notice.ts';
import { noticeShape } from './notice.ts';
import { renderLetter } from './render-letter.ts';

const tables = noticeTables();
const now = new Date('2026-11-20T17:00:00Z');

const input: DraftInput = {
  brand: 'Paper Lantern',
  risk: 'high',
  cause: 'attack',
  confidentiality: 'unknown-recipients',
  from: new Date('2026-11-20T02:01:00Z'),
  to: new Date('2026-11-20T02:20:00Z'),
  discovered: new Date('2026-11-20T02:22:00Z'),
  timeZone: 'Europe/Warsaw',
  affected: ['name', 'email', 'postal-address', 'order-contents'],
  everybodyKnown: true,
  remedies: null,
  contact: { name: 'Customer care', address: 'care@lantern.example', phone: '+48 00 000 00 00' },
  privacyContact: { name: 'Data protection officer', address: 'privacy@lantern.example' },
  links: { check: 'https://lantern.example/p/check', page: 'https://lantern.example/p/lantern-2026-001' },
  now,
};
const context: LintContext = { ownHosts: ['lantern.example'], mailCompromised: false, languages: ['en'], letters: true, now };
const draft = draftNoticeContent(input, tables);

function outcomes(notice: Notice, other: Partial<LintContext> = {}): Record<string, string> {
  return Object.fromEntries(lintNotice(notice, { ...context, ...other }, tables).map((result) => [result.id, result.outcome]));
}

describe('the notice drafted by itself', () => {
  it('passes every check that needs no person', () => {
    const failed = lintNotice(draft, context, tables).filter((result) => result.outcome !== 'pass');
    expect(failed.map((result) => `${result.id} ${result.outcome} ${result.detail}`)).toEqual([
      'N18 unknown a person must look at this',
      'N21 unknown a person must look at this',
    ]);
  });

  it('fits its own schema and passes for every mix of data', () => {
    fc.assert(
      fc.property(fc.subarray([...dataCategories], { minLength: 1 }), fc.boolean(), (affected, hasPostal) => {
        const contact = { ...input.contact, ...(hasPostal ? { postal: 'Lantern Street 1, Testford' } : {}) };
        const notice = draftNoticeContent({ ...input, affected, contact }, tables);
        expect(notice.contact.includes('By post: Lantern Street 1, Testford.')).toBe(hasPostal);
        expect(noticeShape.parse(notice)).toEqual(notice);
        expect(lintNotice(notice, context, tables).filter((result) => result.outcome === 'fail')).toEqual([]);
      }),
    );
  });

  it('stays short enough for the mixes of data whose advice is longest', () => {
    const longest: DataCategory[] = ['phone', 'national-id', 'health-inference', 'account-behaviour', 'message-contents'];
    const contact = { ...input.contact, postal: 'Lantern Street 1, Testford' };
    for (const sixth of dataCategories.filter((one) => !longest.includes(one))) {
      const affected = dataCategories.filter((one) => one === sixth || longest.includes(one));
      const notice = draftNoticeContent({ ...input, affected, contact }, tables);
      expect(lintNotice(notice, context, tables).filter((result) => result.outcome === 'fail')).toEqual([]);
    }
  });

  it('says a day and a minute once, in the shop’s zone', () => {
    const happened = (from: string, to: string) =>
      draftNoticeContent({ ...input, from: new Date(from), to: new Date(to) }, tables).happened;
    expect(happened('2026-11-23T02:39:10Z', '2026-11-23T02:40:20Z')).toContain(', on 23 November 2026 between 03:39 and 03:40. We');
    expect(happened('2026-11-23T02:39:10Z', '2026-11-23T02:39:50Z')).toContain(', on 23 November 2026 at 03:39. We');
    const nights = happened('2026-11-22T22:59:00Z', '2026-11-22T23:01:00Z');
    expect(nights).toContain('between 22 November 2026 at 23:59 and 23 November 2026 at 00:01');
  });

  it('passes while the cause and the dates are unknown, and says so', () => {
    const notice = draftNoticeContent(
      { ...input, everybodyKnown: false, cause: null, from: null, to: null, confidentiality: null },
      tables,
    );
    expect(isFit(lintNotice(notice, context, tables))).toBe(true);
    expect(notice.claims.map((claim) => claim.status)).toEqual(['unknown', 'unknown']);
  });
});

describe('each check finds what it is for', () => {
  const wrong: readonly [string, Partial<Notice>, Partial<LintContext>?][] = [
    ['N1', { prevention: ' ' }],
    ['N2', { taken: 'Here is a coupon for you.' }],
    ['N3', { recipients: '' }],
    ['N4', { opening: 'We are writing to inform you about something. We are sorry.' }],
    ['N5', { notAffected: [{ category: 'payment-card', evidence: '' }] }],
    ['N6', { claims: [{ text: 'x', status: 'unknown' }], nextUpdateBy: null }],
    ['N7', { prevention: 'We take your security seriously.' }],
    ['N8', { recipients: 'There is no risk for you.' }],
    ['N9', { steps: [{ text: 'Your password should be changed.', when: 'now', minutes: 1, for: ['name', 'email', 'order-contents'] }] }],
    ['N10', { taken: 'We did it all. '.repeat(80) }],
    ['N11', { taken: `${'Notwithstanding organisational considerations concerning interoperability '.repeat(6)}.` }],
    ['N12', { subject: 'URGENT: Paper Lantern data breach!' }],
    ['N13', { contact: 'See https://evil.example/x for help.' }],
    ['N14', { contact: 'Please confirm your card and enter your password.' }],
    ['N15', { authenticity: 'Trust us.' }],
    ['N16', {}, { mailCompromised: true }],
    ['N19', { opening: 'There was a data breach at Paper Lantern. Your data was in it.' }],
    ['N22', {}, { letters: false }],
    ['N23', { contactPoint: { name: 'x', address: 'no-reply@lantern.example', phone: '' } }],
    ['N24', { nextUpdateBy: '2027-01-01T00:00:00Z' }],
  ];
  it.each(wrong)('%s', (id, change, other) => {
    expect(outcomes({ ...draft, ...change }, other)[id]).toBe('fail');
  });

  it('allows “no evidence of misuse” only with a proven claim', () => {
    const taken = 'The logs show no evidence of misuse.';
    expect(outcomes({ ...draft, taken }).N7).toBe('fail');
    expect(outcomes({ ...draft, taken, claims: [{ text: taken, status: 'confirmed', evidence: 'logs of 14 days' }] }).N7).toBe('pass');
  });

  it('says unknown where nobody has looked', () => {
    const open = outcomes(draft, { mailCompromised: null, languages: ['pl', 'en'] });
    expect([open.N16, open.N17]).toEqual(['unknown', 'unknown']);
  });
});

describe('the linter and the renderer', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 60 });
  const anyNotice = fc.record({
    subject: text,
    opening: text,
    happened: text,
    recipients: text,
    taken: text,
    prevention: text,
    authenticity: text,
    next: text,
    greeting: text,
    affected: fc.subarray([...dataCategories]),
    nextUpdateBy: fc.option(
      fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') }).map((date) => date.toISOString()),
    ),
  });

  it('never throw on a notice of the right shape', () => {
    fc.assert(
      fc.property(anyNotice, text, (change, name) => {
        const notice = { ...draft, ...change };
        const results = lintNotice(notice, context, tables);
        expect(results.map((result) => result.id)).toEqual(tables.checks.checks.map((check) => check.id));
        expect(outcomes(notice).N20).toBe('pass');
        renderLetter(notice, { name, categories: notice.affected, code: 'ABCDE-FGHJK' }, tables);
      }),
      { numRuns: 80 },
    );
  });

  it('names only the reader’s own data, and never fills a name twice', () => {
    fc.assert(
      fc.property(
        fc.subarray([...dataCategories]),
        fc.constantFrom('{code}', '{page}', '<b>Ann</b>', 'Ann & Bo', 'Zoë "Z"'),
        (own, name) => {
          const all = draftNoticeContent({ ...input, affected: [...dataCategories] }, tables);
          const letter = renderLetter(all, { name, categories: own, code: 'ABCDE-FGHJK' }, tables);
          const bullets = [...letter.text.matchAll(/^- (.+)$/gm)].map(([, item]) => item);
          expect(bullets).toEqual(own.map((category: DataCategory) => tables.categories[category].en));
          expect(letter.text).toContain(`Hello ${name},`);
          expect(letter.html).not.toContain('<b>');
          expect(letter.html).not.toMatch(/<(img|script|style|link)/);
          expect(letter.html.match(/href=/g)?.length).toBe(2);
        },
      ),
    );
  });
});

describe('the tables', () => {
  it('advise on every kind of data, in four languages', () => {
    expect(categoriesWithoutAdvice(tables.advice)).toEqual([]);
    for (const block of tables.advice) for (const language of languages) expect(block.languages[language].steps.length).toBeGreaterThan(0);
    for (const category of dataCategories) for (const language of languages) expect(tables.categories[category][language]).not.toBe('');
  });

  it('mark drafts as drafts', () => {
    for (const block of tables.advice)
      for (const language of ['pl', 'de', 'ja'] as const) expect(block.languages[language].standing).toBe('draft');
  });
});
