import { describe, expect, it } from 'vitest';
import type { Inspection } from '../../inspection.ts';
import type { PageKind } from '../../page-words.ts';
import { companyNumbersIn } from '../../trust-marks.ts';
import { allChecks } from '../all-checks.ts';
import { goldenInspection, got, homePage } from '../golden-inspection.ts';
import { judgeInspection } from '../judge-inspection.ts';
import { judgeOne, keysOf } from '../judge-one.ts';

const menu = '<a href="/a">A</a><a href="/b">B</a><a href="/c">C</a>';
const shop = (home: string, pages: Partial<Record<PageKind, string>> = {}, lang = 'en'): Inspection =>
  goldenInspection({
    home: got(homePage({}, { body: `<html lang="${lang}">${menu}${home}</html>` })),
    pages: Object.entries(pages).map(([kind, body]) => ({
      kind: kind as PageKind,
      answer: got(homePage({}, { finalUrl: `https://shop.example.com/${kind}`, body })),
    })),
  });
const german =
  'Blumen Nowak GmbH, Hauptstraße 5, 80331 München, Telefon: 089 / 123 456 78, USt-IdNr.: DE 136 695 976, <a href="mailto:laden@example.com">Mail</a>';
const polish =
  'Kwiaty Sp. z o.o., ul. Długa 5, 00-238 Warszawa, NIP: 526-10-40-828, KRS 0000012345, tel. +48 22 123 45 67, sklep@example.com';
const japanese =
  '販売業者 花屋株式会社 所在地 〒150-0001 東京都渋谷区神宮前1-1-1 電話番号：03-1234-5678 法人番号 1234567890123 メール shop@example.com';
const french = 'Fleurs SARL, 5 rue de la Paix, 75002 Paris, Téléphone : 01 23 45 67 89, SIRET 732 829 320 00074, contact@example.com';
const british = 'Flowers Ltd, 5 High Street, London SW1A 1AA, Company number 01234567, Tel: 020 7946 0958, hello@example.com';

describe.each<[string, string, string]>([
  ['de', german, 'DE'],
  ['pl', polish, 'PL'],
  ['ja', japanese, 'JP'],
  ['fr', french, 'FR'],
  ['en', british, 'GB'],
])('an imprint in %s', (lang, text, country) => {
  const inspection = shop('', { imprint: `<p>${text}</p>` }, lang);
  it('shows company, address, phone and mail', () => {
    expect(companyNumbersIn(text).map((number) => number.country)).toContain(country);
    for (const check of ['trust-imprint', 'trust-company', 'trust-contact']) expect(judgeOne(check, inspection), check).toBe('pass');
  });
});

describe.each<[string, string, Inspection, string]>([
  ['trust-imprint', 'none, where no law is known', shop(''), 'warn low'],
  ['trust-imprint', 'none, in Germany', shop('', {}, 'de-DE'), 'fail medium'],
  ['trust-imprint', 'none, in Japan', shop('', {}, 'ja'), 'fail medium'],
  ['trust-company', 'none', shop('', { imprint: 'We are nice people since 2020.' }), 'warn low'],
  ['trust-company', 'one whose digits do not hold', shop('', { imprint: 'USt-IdNr. DE 123 456 789' }), 'warn low'],
  ['trust-company', 'a NIP whose digits do not hold', shop('', { imprint: 'NIP 123-456-78-90' }), 'warn low'],
  ['trust-contact', 'nothing', shop('Great prices!'), 'warn low info low'],
  [
    'trust-contact',
    'a free mail service',
    shop('', { contact: `${british.replace('hello@example.com', 'flowers.london@gmail.com')}` }),
    'warn low',
  ],
  ['trust-pages', 'none', shop(''), 'warn low low low'],
  ['trust-pages', 'no privacy notice, where the law demands one', shop('', { terms: 'x', returns: 'x' }, 'pl'), 'fail medium'],
  ['trust-pages', 'all', shop('', { terms: 'x', returns: 'x', privacy: 'x' }), 'pass'],
  ['trust-payment', 'cards by their pictures', shop('<img src="/img/icons/mastercard-2.svg">'), 'pass'],
  ['trust-payment', 'only by prepayment', shop('<p>Zahlung per Vorkasse</p>'), 'warn low'],
  ['trust-payment', 'bank transfer beside BLIK', shop('<p>BLIK, bank transfer</p>'), 'pass'],
  ['trust-payment', 'nothing', shop('<p>Flowers</p>'), 'unknown'],
  ['trust-age', 'this year', shop('<p>© 2019–2026 Shop</p>'), 'pass'],
  ['trust-age', 'last year', shop('<p>Copyright &copy; 2025</p>'), 'pass'],
  ['trust-age', 'long ago', shop('<p>&copy; 2018 Shop</p>'), 'warn info'],
  ['trust-age', 'a price is no year', shop('<p>1999 zł</p>'), 'notApplicable'],
])('%s', (check, what, inspection, expected) => {
  it(`${what}: ${expected}`, () => expect(judgeOne(check, inspection)).toBe(expected));
});

it('a page that only scripts fill, a link that did not answer, and a shop that is away say nothing', () => {
  const all = ['trust-imprint', 'trust-company', 'trust-contact', 'trust-pages', 'trust-payment', 'trust-age'];
  const empty = goldenInspection({ home: got(homePage({}, { body: '<div id="root"></div><script src="/app.js"></script>' })), pages: [] });
  for (const check of all) expect(judgeOne(check, empty), check).toBe('unknown');
  const silent = { ...shop(''), pages: [{ kind: 'imprint', answer: { kind: 'unknown', reason: 'no answer' } }] } as Inspection;
  for (const check of ['trust-imprint', 'trust-company', 'trust-contact']) expect(judgeOne(check, silent), check).toBe('unknown');
});

it('a link to a page that does not exist is no page', () => {
  const gone = { ...shop(''), pages: [{ kind: 'privacy', answer: got(homePage({}, { status: 404 })) }] } as Inspection;
  expect(keysOf('trust-pages', gone)).toContain('privacy');
  const answering = (status: number) =>
    ({ ...shop(''), pages: [{ kind: 'imprint', answer: got(homePage({}, { status })) }] }) as Inspection;
  expect(judgeOne('trust-imprint', answering(404))).toBe('warn low');
  expect(judgeOne('trust-imprint', answering(403))).toBe('unknown');
});

it('a home page whose foot was not read says nothing of what is missing', () => {
  const long = { ...shop(''), home: got(homePage({}, { body: `<html>${menu}</html>`, truncated: true })) } as Inspection;
  for (const check of ['trust-imprint', 'trust-company', 'trust-contact', 'trust-pages'])
    expect(judgeOne(check, long), check).toBe('unknown');
});

it('what was looked through is what was read', () => {
  const evidenceOf = (inspection: Inspection) =>
    judgeInspection(inspection, allChecks)
      .results.filter(({ check }) => ['trust-contact', 'trust-company'].includes(check.id))
      .flatMap(({ weaknesses }) => weaknesses.flatMap(({ evidence }) => evidence.map(({ text }) => text)));
  expect(new Set(evidenceOf(shop('')))).toEqual(new Set(['looked for on home', 'no VAT or register number in a known form on home']));
  expect(evidenceOf(shop('', { imprint: 'x', terms: 'x' }))).toContain('looked for on home, imprint and terms');
});

it('numbers of phones, dates and prices are no numbers of companies', () => {
  expect(companyNumbersIn('Tel. +49 89 123456789, 2026-11-30, 1 234 567,00 zł, PLN 123 456 789, order 1234567890')).toEqual([]);
});
