import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coarseAgent } from './coarse-agent.ts';
import { isExtensionNoise } from './extension-noise.ts';
import { makeReportRows } from './make-report-rows.ts';
import { readReports } from './read-reports.ts';

const place = { shop: 'shop_x', source: 'src_x', now: new Date('2026-03-01T00:00:00Z'), agent: 'Mozilla/5.0 Firefox/140.0' };
const csp = (said: Record<string, unknown>) => makeReportRows(place, readReports({ 'csp-report': said }) ?? []);

describe('a report', () => {
  it('is kept without queries, names, passwords in addresses and the browser’s exact version', () => {
    const { rows } = csp({
      'document-uri': 'https://anna:geheim@shop.example/checkout?order=7781&mail=anna@mail.example#step',
      'blocked-uri': 'https://thief.example/c?d=NDkyOTEyMzQ1Njc4MTIzNQ',
      'source-file': 'https://shop.example/app.js?session=abc',
      'effective-directive': 'connect-src',
      'script-sample': 'card=4929123456781235',
      referrer: 'https://mail.example/?anna',
    });
    expect(rows).toMatchObject([
      {
        ...{ page: 'https://shop.example/checkout', blocked: 'https://thief.example/c', source_file: 'https://shop.example/app.js' },
        ...{ agent: 'Firefox', address: '' },
      },
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/anna|geheim|7781|NDky|4929|140|mail\.example/);
  });

  it('made by what a visitor has installed is counted and not kept; one of the page is', () => {
    const noise = [
      ...['chrome-extension', 'moz-extension://x/y.js', 'safari-web-extension://a', 'about', 'about:blank', 'webkit-masked-url://hidden/'],
      ...['https://gc.kis.v2.scr.kaspersky-labs.com/x', 'https://translate.googleapis.com/t'],
    ];
    for (const blocked of noise) {
      expect(csp({ 'document-uri': 'https://shop.example/', 'blocked-uri': blocked }), blocked).toMatchObject({ rows: [], rejected: [{}] });
    }
    expect(
      csp({ 'document-uri': 'https://shop.example/', 'blocked-uri': 'https://a.example/', 'source-file': 'moz-extension://x' }).rows,
    ).toEqual([]);
    for (const blocked of [
      'https://about.example/',
      'https://resource.example/x',
      'inline',
      'eval',
      'https://notkaspersky-labs.com.thief.example/x',
    ]) {
      expect(csp({ 'document-uri': 'https://shop.example/', 'blocked-uri': blocked }).rows, blocked).toHaveLength(1);
    }
    expect(isExtensionNoise({ kind: 'deprecation', blocked: '', sourceFile: 'chrome-extension://x' })).toBe(false);
  });

  it('says which browser it was only so far that nobody is told apart', () => {
    const chrome = 'Mozilla/5.0 (Linux; Android 14; SM-S918B Build/UP1A) AppleWebKit/537.36 Chrome/147.0.7112.44 Mobile Safari/537.36';
    expect(coarseAgent(chrome)).toBe('Chrome mobile');
    expect(coarseAgent('Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/147.0 Safari/537.36 Edg/147.0')).toBe('Edge');
    expect(coarseAgent('Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 Version/19.1 Safari/605.1.15')).toBe('Safari');
    expect(coarseAgent('curl/8.5')).toBe('other');
    fc.assert(fc.property(fc.string({ maxLength: 3_000 }), (agent) => coarseAgent(agent).length <= 24));
  });

  it('whatever is sent becomes rows and rejections, one each, and no long text', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (body) => {
        const items = readReports(body);
        if (items === null) return;
        const { rows, rejected } = makeReportRows(place, items);
        expect(rows.length + rejected.length).toBe(items.length);
        expect(JSON.stringify(rows).length).toBeLessThan(12_000 * (rows.length + 1));
      }),
    );
  });
});
