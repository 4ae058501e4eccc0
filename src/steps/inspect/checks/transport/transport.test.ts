import { describe, expect, it } from 'vitest';
import type { Inspection } from '../../inspection.ts';
import type { Step, Transport, Way } from '../../site.ts';
import { goldenCertificate, goldenInspection, goldenTransport, got, homePage } from '../golden-inspection.ts';
import { judgeOne, keysOf } from '../judge-one.ts';
import { readHsts } from './read-hsts.ts';
import { suiteWeakness } from './suite-weakness.ts';

const speaks = (change: Partial<Transport>, more: Partial<Inspection> = {}) =>
  goldenInspection({ transport: got(goldenTransport(change)), ...more });
const versions = (change: Partial<Transport['versions']>) => speaks({ versions: { ...goldenTransport().versions, ...change } });
const dark = goldenInspection({ transport: { kind: 'unknown', reason: 'no answer' } });
const plain = goldenInspection({ target: 'http://shop.example.com', transport: null, tls: null });
const goldenTls = goldenInspection().tls;
const tls = (change: object) => goldenInspection(goldenTls?.kind === 'got' ? { tls: got({ ...goldenTls.value, ...change }) } : {});

describe.each<[string, Inspection, string]>([
  ['tls-protocols', goldenInspection(), 'pass'],
  ['tls-protocols', versions({ TLSv1: 'accepted' }), 'fail medium'],
  ['tls-protocols', versions({ SSLv3: 'accepted', 'TLSv1.1': 'accepted' }), 'fail high medium'],
  ['tls-protocols', versions({ 'TLSv1.1': 'unknown' }), 'unknown'],
  ['tls-protocols', versions({ TLSv1: 'accepted', 'TLSv1.2': 'refused', 'TLSv1.3': 'refused' }), 'fail medium high'],
  ['tls-protocols', dark, 'unknown'],
  ['tls-protocols', plain, 'notApplicable'],
  ['tls-ciphers', goldenInspection(), 'pass'],
  ['tls-ciphers', speaks({ dated: ['TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA'] }), 'pass'],
  ['tls-ciphers', speaks({ dated: ['TLS_RSA_WITH_AES_128_GCM_SHA256'] }), 'warn low'],
  ['tls-ciphers', speaks({ dated: ['TLS_RSA_WITH_3DES_EDE_CBC_SHA', 'TLS_ECDHE_RSA_WITH_RC4_128_SHA'] }), 'fail medium medium'],
  ['tls-ciphers', speaks({ dated: ['TLS_DH_anon_EXPORT_WITH_RC4_40_MD5', 'TLS_RSA_WITH_NULL_SHA'] }), 'fail high high'],
  ['tls-ciphers', speaks({ cut: 'no answer in time' }), 'unknown'],
  ['tls-ciphers', speaks({ dhBits: 1024 }), 'fail medium'],
  ['tls-ciphers', speaks({ dhBits: 512 }), 'fail high'],
  ['tls-ciphers', speaks({ dhBits: 2048 }), 'pass'],
  ['tls-ciphers', speaks({ hasModern: null }), 'unknown'],
  ['tls-ciphers', speaks({ asked: null, hasModern: null }), 'pass'],
  ['tls-ciphers', speaks({ hasModern: false, dated: ['TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA'] }), 'pass'],
  ['tls-handshake', goldenInspection(), 'pass'],
  ['tls-handshake', speaks({ isCompressed: true, isRenegotiationSafe: false }), 'fail medium medium'],
  ['tls-handshake', speaks({ order: 'client' }), 'pass'],
  ['tls-handshake', speaks({ order: 'client', dated: ['TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA'] }), 'warn info'],
  ['tls-chain', goldenInspection(), 'pass'],
  ['tls-chain', speaks({ chain: [goldenCertificate({ isSignedByNext: false }), goldenCertificate({ isSignedByNext: null })] }), 'warn low'],
  ['tls-chain', speaks({ chain: [] }), 'pass'],
  ['tls-key', goldenInspection(), 'pass'],
  ['tls-key', speaks({ chain: [goldenCertificate({ keyType: 'rsa', keyBits: 1024 })] }), 'fail high'],
  ['tls-key', speaks({ chain: [goldenCertificate({ signature: '1.2.840.113549.1.1.5' })] }), 'fail high'],
  [
    'tls-key',
    speaks({ chain: [goldenCertificate(), goldenCertificate({ signature: '1.2.840.113549.1.1.5', isSelfSigned: true })] }),
    'pass',
  ],
  ['tls-key', speaks({ chain: [goldenCertificate({ validTo: '2027-12-01T00:00:00.000Z' })] }), 'warn low'],
  [
    'tls-key',
    speaks({ chain: [goldenCertificate({ validFrom: '2026-04-01T00:00:00.000Z', validTo: '2026-11-30T00:00:00.000Z' })] }),
    'warn low',
  ],
  ['tls-key', speaks({ chain: [], own: null }), 'unknown'],
  ['tls-stapling', goldenInspection(), 'pass'],
  ['tls-stapling', speaks({ chain: [goldenCertificate({ demandsStaple: true })] }), 'fail high'],
  ['tls-stapling', speaks({ chain: [goldenCertificate({ demandsStaple: true })], isStapled: true }), 'pass'],
  ['http-versions', goldenInspection(), 'pass'],
  ['http-versions', speaks({ alpn: null }), 'warn info'],
  ['tls-certificate', tls({ names: ['*.example.com'] }), 'pass'],
  ['tls-certificate', tls({ names: ['*.com', 'example.com', '*.shop.example.com'] }), 'fail high'],
  ['tls-certificate', tls({ validFrom: '2026-03-02T00:00:00.000Z' }), 'fail critical'],
  ['tls-certificate', tls({ trusted: 'its certificate chain ends in an unknown authority' }), 'fail high'],
  ['caa', goldenInspection(), 'pass'],
])('%s', (check, inspection, expected) => {
  it(`says ${expected}`, () => expect(judgeOne(check, inspection)).toBe(expected));
});

describe('the chain', () => {
  const broken = (change: Partial<Transport>) => ({
    ...tls({ trusted: 'its certificate chain is incomplete' }),
    transport: got(goldenTransport(change)),
  });
  it('lacks a certificate', () =>
    expect(keysOf('tls-chain', broken({ chain: [goldenCertificate({ isSignedByNext: null })] }))).toEqual(['incomplete']));
  it('of a self-signed certificate lacks none, and is told of once', () => {
    const chain = [goldenCertificate({ isSelfSigned: true, isSignedByNext: null })];
    expect(judgeOne('tls-chain', broken({ chain }))).toBe('pass');
    expect(keysOf('tls-certificate', broken({ chain }))).toEqual(['self-signed']);
  });
});

describe('ways', () => {
  const step = (url: string, location: string | null = null, change: Partial<Step> = {}): Step => ({
    url,
    status: location ? 301 : 200,
    location,
    trusted: url.startsWith('https:') ? true : null,
    ...change,
  });
  const along = (end: Way['end'], ...steps: Step[]) =>
    goldenInspection({ ways: [{ from: steps[0]?.url ?? 'http://shop.example.com/', steps, end }] });
  const home = 'https://shop.example.com/';
  it.each<[string, Inspection, string]>([
    ['straight', along('answer', step('http://shop.example.com/', home), step(home)), 'pass'],
    ['in a circle', along('loop', step('https://www.shop.example.com/', home), step(home, 'https://www.shop.example.com/')), 'fail high'],
    [
      'back to plain HTTP',
      along('answer', step('https://www.example.com/', 'http://shop.example.com/'), step('http://shop.example.com/')),
      'fail medium',
    ],
    [
      'past a warning',
      along('answer', step('https://www.example.com/', home, { trusted: 'its certificate is for another name' }), step(home)),
      'fail medium',
    ],
    ['to a name that does not exist', along({ reason: 'The name does not exist' }), 'pass'],
    ['to silence', along({ reason: 'no complete answer within 10000 ms' }), 'unknown'],
  ])('%s', (_what, inspection, expected) => expect(judgeOne('redirects', inspection)).toBe(expected));
  it('were not followed where nothing answered', () =>
    expect(judgeOne('redirects', goldenInspection({ ways: [], home: { kind: 'unknown', reason: 'no answer' } }))).toBe('unknown'));
});

describe('preloading', () => {
  const asks = (header: string, finalUrl = 'https://example.com/', ways: readonly Way[] = []) =>
    judgeOne('hsts-preload', goldenInspection({ home: got(homePage({ 'strict-transport-security': header }, { finalUrl })), ways }));
  it('is not asked for', () => expect(asks('max-age=31536000')).toBe('notApplicable'));
  it('is asked for rightly', () => expect(asks('max-age=31536000; includeSubDomains; preload')).toBe('pass'));
  it.each([
    ['max-age=300; includeSubDomains; preload', 'https://example.com/'],
    ['max-age=31536000; preload', 'https://example.com/'],
    ['max-age=31536000; includeSubDomains; preload', 'https://shop.example.com/'],
  ])('%s at %s does not meet the conditions', (header, url) => expect(asks(header, url)).toBe('warn low'));
  it('goes to another name first', () => {
    const steps = [{ url: 'http://example.com/', status: 301, location: 'https://www.example.com/', trusted: null }];
    expect(
      asks('max-age=31536000; includeSubDomains; preload', 'https://example.com/', [{ from: 'http://example.com/', steps, end: 'answer' }]),
    ).toBe('warn low');
  });
  it('is read as browsers read it', () => {
    expect(readHsts('Max-Age="600" ; INCLUDESUBDOMAINS')).toEqual({ maxAge: 600, includeSubDomains: true, preload: false });
    expect(readHsts('max-age=600; max-age=900').maxAge).toBe(0);
    expect(readHsts('max-age=600, max-age=900').maxAge).toBe(600);
    expect(readHsts('includeSubDomains').maxAge).toBe(0);
  });
});

it('an earlier inspection, in which TLS was not looked at so closely, is unknown', () => {
  const { transport: _transport, ways: _ways, ...earlier } = goldenInspection();
  expect(judgeOne('tls-ciphers', earlier as Inspection)).toBe('unknown');
  expect(judgeOne('redirects', earlier as Inspection)).toBe('unknown');
});

it('what is wrong with a suite is the gravest', () => {
  expect(suiteWeakness('TLS_DH_anon_WITH_RC4_128_MD5')?.key).toBe('anonymous');
  expect(suiteWeakness('TLS_RSA_EXPORT_WITH_DES40_CBC_SHA')?.key).toBe('export');
  expect(suiteWeakness('TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA')).toBeNull();
});
