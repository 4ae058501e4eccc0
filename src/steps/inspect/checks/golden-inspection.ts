import type { Exchange, Got, Inspection } from '../inspection.ts';

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
    oldTls: { TLSv1: 'refused', 'TLSv1.1': 'refused' },
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
      dmarc: { kind: 'records', records: ['v=DMARC1; p=reject'] },
      caa: { kind: 'records', records: ['0 issue "ca.example"'] },
    },
    payment: null,
    authorised: null,
    libraries: { home: [], payment: null, looked: 1, missing: [], cut: null },
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
    'content-security-policy':
      "default-src 'self'; script-src 'self' 'nonce-r4nd0mr4nd0m'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    server: 'nginx',
    ...headers,
  };
  const kept = Object.fromEntries(Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined));
  return exchange({ headers: kept, cookies: ['sid=x; Secure; HttpOnly; SameSite=Lax'], body: '<title>Shop</title>', ...change });
}
