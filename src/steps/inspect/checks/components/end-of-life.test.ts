import { describe, expect, it } from 'vitest';
import { endingProducts, endOf } from '../../components/end-of-life.ts';
import { libraryFacts } from '../../components/library-facts.ts';
import { goldenInspection, got, homePage } from '../golden-inspection.ts';
import { endOfLife } from './end-of-life.ts';

const at = (startedAt: string, headers: Record<string, string>, body = '') =>
  endOfLife.judge(goldenInspection({ startedAt, home: got(homePage({ server: undefined, ...headers }, { body })) }));

describe('the end of a line', () => {
  it.each<[string, Record<string, string>, string, string]>([
    ['2026-11-30', { 'x-powered-by': 'PHP/7.4.33' }, '', 'fail medium'],
    ['2022-11-28', { 'x-powered-by': 'PHP/7.4.33' }, '', 'warn low'],
    ['2022-11-29', { 'x-powered-by': 'PHP/7.4.33' }, '', 'fail medium'],
    ['2021-11-30', { 'x-powered-by': 'PHP/7.4.33' }, '', 'pass'],
    ['2026-11-30', { 'x-powered-by': 'PHP/7.4.3-4ubuntu2.29' }, '', 'warn low'],
    ['2026-11-30', { 'x-powered-by': 'PHP/99.1' }, '', 'unknown'],
    ['2026-11-30', { server: 'Apache/2.4.62' }, '', 'pass'],
    ['2026-11-30', { server: 'Apache/2.2.34 (Unix) OpenSSL/1.0.2u' }, '', 'fail medium medium'],
    ['2026-11-30', {}, '<meta name="generator" content="WordPress 4.6.1" />', 'fail high'],
    ['2026-11-30', {}, '<meta name="generator" content="Some Shop 4.6.1" />', 'notApplicable'],
    ['2026-11-30', { server: 'nginx' }, '', 'notApplicable'],
  ])('on %s, %j %s is %s', (on, headers, body, expected) => {
    const { outcome, weaknesses } = at(`${on}T00:00:00.000Z`, headers, body);
    expect([outcome, ...weaknesses.map(({ severity }) => severity)].join(' ')).toBe(expected);
  });

  it('of a library is told too, and a known line beside an unknown one hides it not', () => {
    const libraries = {
      home: [{ library: 'angularjs', version: '1.8.3', vendor: null, by: 'content', url: 'https://shop.example.com/a.js' }] as const,
      ...{ payment: null, looked: 1, missing: [], cut: null },
    };
    const judgement = endOfLife.judge(goldenInspection({ libraries, home: got(homePage({ server: 'nginx/9.9.1' })) }));
    expect(judgement.weaknesses[0]?.title).toBe('AngularJS 1 is no longer mended since 2021-12-31');
    expect(judgement.evidence.map(({ text }) => text)).toContain('when nginx 9.9 ends is not known here');
  });

  it('is taken from the longest line that fits', () => {
    const openssl = endingProducts().products.find(({ product }) => product === 'openssl');
    if (openssl === undefined) throw new Error('OpenSSL is in the table');
    expect(endOf(openssl, '1.1.1w', '2023-01-01').kind).toBe('unknown');
    expect(endOf(openssl, '1.1.1', '2023-01-01')).toMatchObject({ line: '1.1.1', kind: 'later' });
    expect(endOf(openssl, '3.50.0', '2026-01-01').kind).toBe('unknown');
  });
});

it('the table names lines by real days, patterns that compile, and libraries that are recognised', () => {
  const known = libraryFacts().libraries.map(({ name }) => name);
  for (const { product, lines, headers, libraries } of endingProducts().products) {
    for (const day of Object.values(lines)) expect(day, product).toMatch(/^\d{4}-\d\d-\d\d$/);
    for (const pattern of Object.values(headers)) expect(() => new RegExp(pattern)).not.toThrow();
    for (const library of libraries) expect(known).toContain(library);
  }
});
