import { describe, expect, it } from 'vitest';
import type { Libraries } from '../../components/libraries-seen.ts';
import { recogniseLibraries } from '../../components/recognise-libraries.ts';
import { goldenInspection } from '../golden-inspection.ts';
import { libraries } from './libraries.ts';

const seen = (change: Partial<Libraries>): Libraries => ({ home: [], payment: null, looked: 1, missing: [], cut: null, ...change });
const judge = (change: Partial<Libraries>) => libraries.judge(goldenInspection({ libraries: seen(change) }));
const inScript = (content: string, url = 'https://shop.example.com/js/all.js') => recogniseLibraries({ url, content });

describe('libraries', () => {
  it('with known holes are found, with the version that mends them, once for both pages', () => {
    const found = inScript('/*! jQuery v3.4.1 */');
    const judgement = judge({ home: found, payment: found });
    expect(judgement.outcome).toBe('fail');
    expect(judgement.weaknesses).toMatchObject([
      {
        key: 'jquery@3.4.1',
        severity: 'medium',
        title: 'jquery 3.4.1 has 2 known holes: CVE-2020-11023, CVE-2020-11022',
        remedy: 'Update jquery from 3.4.1 to 3.5.0 or later.',
      },
    ]);
    expect(judgement.weaknesses[0]?.evidence[0]?.text).toContain('on the payment page');
  });

  it('without known holes pass, with the day of the data', () => {
    const judgement = judge({ home: inScript('/*! jQuery v3.7.1 */') });
    expect(judgement.outcome).toBe('pass');
    expect(judgement.evidence[0]?.text).toMatch(/recognised: jquery 3\.7\.1; compared with data of \d{4}-\d\d-\d\d/);
  });

  it('are told to be compared with old data when it is old', () => {
    const judgement = libraries.judge(goldenInspection({ startedAt: '2029-01-01T00:00:00.000Z', libraries: seen({}) }));
    expect(judgement.evidence[0]?.text).toContain('days old: what was published since is not in it');
  });

  it('that a vendor mends are not held against the shop, and not called fine either', () => {
    const judgement = judge({ home: inScript('/*! jQuery v1.12.4-aem */') });
    expect(judgement.weaknesses).toEqual([]);
    expect(judgement.evidence.map(({ text }) => text)).toContainEqual(expect.stringContaining('mended by Adobe'));
  });

  it.each<[string, Partial<Libraries>]>([
    ['a script that could not be read', { missing: ['https://cdn.example/x.js: it answered 503'] }],
    ['a page that was cut', { cut: 'the home page was read in part only' }],
    ['no page at all', { home: null, cut: 'no answer' }],
  ])('are unknown with %s', (_, change) => expect(judge(change).outcome).toBe('unknown'));

  it('that are found are found, whatever could not be read beside them', () =>
    expect(judge({ home: inScript('/*! jQuery v3.4.1 */'), missing: ['x'] }).outcome).toBe('fail'));
});
