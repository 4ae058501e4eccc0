import type { SentCertificate } from '#engines/tls/types.ts';
import type { Exchange, Got, Inspection } from '../inspection.ts';
import type { MailFacts } from '../mail.ts';
import type { Transport, Way } from '../site.ts';

const GOLDEN_HOME = `<!doctype html><html lang="en"><head><title>Shop</title></head><body><a href="/imprint">Imprint</a> <a href="/terms">Terms</a>
  <a href="/privacy">Privacy</a> <a href="/returns">Returns</a> <img alt="Visa" src="/visa.svg"> © 2026 Shop</body></html>`;
const GOLDEN_IMPRINT = 'Zofia Shop GmbH, Beispielweg 1, 10115 Berlin, HRB 12345, Tel: +49 30 1234567, care@shop.example.com';

const GOLDEN_CSP = "default-src 'self'; script-src 'self' 'nonce-r4nd0mr4nd0m'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'";

/** For tests: an inspection of a shop in which everything is as it should be. Each test changes one thing. */
export function goldenInspection(change: Partial<Inspection> = {}): Inspection {
  return {
    schema: 'shopbell.inspection/1',
    target: 'https://shop.example.com',
    startedAt: '2026-03-01T12:00:00.000Z',
    depth: 'owner',
    home: got(homePage()),
    plain: got(exchange({ url: 'http://shop.example.com/', finalUrl: 'https://shop.example.com/' })),
    tls: got({
      protocol: 'TLSv1.3',
      cipher: 'TLS_AES_128_GCM_SHA256',
      validFrom: '2026-02-01T00:00:00.000Z',
      validTo: '2026-05-01T00:00:00.000Z',
      issuer: 'Example CA',
      names: ['shop.example.com'],
      fingerprint256: 'AA:BB',
      trusted: true,
    }),
    transport: got(goldenTransport()),
    ways: [goldenWay('http://shop.example.com/'), goldenWay('https://shop.example.com/')],
    ownDomains: [],
    securityTxt: got(
      exchange({
        url: 'https://shop.example.com/.well-known/security.txt',
        body: 'Contact: mailto:security@shop.example.com\nExpires: 2027-01-01T00:00:00Z\n',
      }),
    ),
    exposures: [],
    names: {
      domain: 'example.com',
      mx: { kind: 'records', records: ['10 mx.example.com'] },
      txt: { kind: 'records', records: ['v=spf1 include:_spf.example.com -all'] },
      dmarc: { kind: 'records', records: ['v=DMARC1; p=reject; rua=mailto:dmarc@example.com'] },
      caa: { kind: 'records', records: ['0 issue "ca.example"'] },
    },
    mail: goldenMail(),
    insides: { scripts: [], pageSecrets: [], graphql: [], buckets: [], cut: null },
    pages: goldenPages(),
    homeAgain: got(homePage({ 'content-security-policy': GOLDEN_CSP.replace('r4nd0m', 'an0ther') })),
    crossOrigin: (['foreign', 'null', 'look-alike'] as const).map((from) => ({
      ...{ from, url: 'https://shop.example.com/', origin: 'https://foreign.example' },
      answer: got({ allowed: null, withCredentials: false, vary: null }),
    })),
    payment: null,
    authorised: null,
    accounts: null,
    libraries: { home: [], payment: null, looked: 1, missing: [], cut: null },
    visitors: null,
    ...change,
  };
}

function goldenWay(from: string): Way {
  const there = { url: 'https://shop.example.com/', status: 200, location: null, trusted: true } as const;
  const first = { url: from, status: 301, location: there.url, trusted: null };
  return { from, steps: from === there.url ? [there] : [first, there], end: 'answer' };
}

function goldenPages(): Inspection['pages'] {
  return (['imprint', 'terms', 'privacy', 'returns'] as const).map((kind) => ({
    kind,
    answer: got(homePage({}, { finalUrl: `https://shop.example.com/${kind}`, body: kind === 'imprint' ? GOLDEN_IMPRINT : kind })),
  }));
}

/** A domain whose mail is as it should be. */
export function goldenMail(change: Partial<MailFacts> = {}): MailFacts {
  const policy = 'version: STSv1\nmode: enforce\nmx: mx.example.com\nmax_age: 604800\n';
  return {
    spf: { 'TXT _spf.example.com': { kind: 'records', records: ['v=spf1 ip4:192.0.2.0/24 -all'] } },
    dkim: [
      { selector: 'default', fact: { kind: 'records', records: [`v=DKIM1; k=ed25519; p=${Buffer.alloc(32, 7).toString('base64')}`] } },
    ],
    hostDmarc: { kind: 'none' },
    reportTo: {},
    mtaSts: { kind: 'records', records: ['v=STSv1; id=20260301'] },
    mtaStsPolicy: got(exchange({ url: 'https://mta-sts.example.com/.well-known/mta-sts.txt', body: policy })),
    tlsRpt: { kind: 'records', records: ['v=TLSRPTv1; rua=mailto:tls@example.com'] },
    bimi: { kind: 'none' },
    ...change,
  };
}

/** A server that speaks TLS 1.2 and 1.3 as it should. */
export function goldenTransport(change: Partial<Transport> = {}): Transport {
  const leaf = goldenCertificate();
  return {
    versions: { SSLv3: 'refused', TLSv1: 'refused', 'TLSv1.1': 'refused', 'TLSv1.2': 'accepted', 'TLSv1.3': 'accepted' },
    chosen: [
      { version: 'TLSv1.3', suite: 'TLS_AES_128_GCM_SHA256' },
      { version: 'TLSv1.2', suite: 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256' },
    ],
    asked: 'TLSv1.2',
    dated: [],
    hasModern: true,
    cut: null,
    order: 'server',
    chain: [leaf, goldenCertificate({ subject: 'CN=Example CA 1', issuer: 'CN=Example Root', isAuthority: true, isSignedByNext: null })],
    own: leaf,
    isStapled: false,
    alpn: 'h2',
    dhBits: null,
    isRenegotiationSafe: true,
    isCompressed: false,
    ...change,
  };
}

export function goldenCertificate(change: Partial<SentCertificate> = {}): SentCertificate {
  return {
    subject: 'CN=shop.example.com',
    issuer: 'CN=Example CA 1',
    validFrom: '2026-02-01T00:00:00.000Z',
    validTo: '2026-05-01T00:00:00.000Z',
    keyType: 'ec',
    keyBits: 256,
    signature: '1.2.840.10045.4.3.2',
    isAuthority: false,
    isSelfSigned: false,
    isSignedByNext: true,
    demandsStaple: false,
    hasResponder: false,
    fingerprint256: 'AA:BB',
    ...change,
  };
}

export function got<T>(value: T): Got<T> {
  return { kind: 'got', value };
}

export function exchange(change: Partial<Exchange> = {}): Exchange {
  const url = change.url ?? 'https://shop.example.com/';
  return { url, finalUrl: url, status: 200, headers: {}, cookies: [], body: '', truncated: false, ...change };
}

export function homePage(headers: Record<string, string | undefined> = {}, change: Partial<Exchange> = {}): Exchange {
  const all: Record<string, string | undefined> = {
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'content-security-policy': GOLDEN_CSP,
    'cross-origin-opener-policy': 'same-origin-allow-popups',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    server: 'nginx',
    ...headers,
  };
  const kept = Object.fromEntries(Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined));
  return exchange({ headers: kept, cookies: ['sid=x; Secure; HttpOnly; SameSite=Lax'], body: GOLDEN_HOME, ...change });
}
