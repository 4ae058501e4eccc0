import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Eye, openEye, rowOfSeen } from './open-eye.ts';

const AT = new Date('2026-05-04T10:00:00Z');
const CARD = '4539148803436467';

function eyeOf(
  declared: readonly string[] = [],
  own: readonly string[] = ['https://www.gwiazdka.pl', 'mail sklep.gwiazdka@gmail.com'],
): Eye {
  return openEye({ now: () => AT, own, declared });
}

function seen(type: string, body: string, options: { url?: string; declared?: readonly string[]; isAuthorised?: boolean } = {}): string[] {
  const { url = 'https://www.gwiazdka.pl/', declared = [], isAuthorised = false } = options;
  const rows = eyeOf(declared).see({ url, method: 'GET', type, body, isAuthorised });
  return rows.map(({ kind, field, confidence }) => `${kind} ${String(field).replace('answer.', '')} ${confidence}`);
}
const json = (value: unknown, options: Parameters<typeof seen>[2] = {}) => seen('application/json', JSON.stringify(value), options);
const page = (body: string, options: Parameters<typeof seen>[2] = {}) =>
  seen('text/html; charset=utf-8', `<html><body>${body}</body></html>`, options);

describe('an answer shows', () => {
  it('fields of data, by their names, however deep', () => {
    const orders = ['anna.nowak@poczta.pl', 'piotr@firma.com.pl'].map((email) => ({
      id: 17,
      billing: { email, phone: '+48 603 918 274' },
    }));
    expect(json({ orders })).toEqual([
      'email json.orders[].billing.email 2',
      'phone json.orders[].billing.phone 2',
      'email json.orders[].billing.email 2',
    ]);
  });

  it('somebody else, where the check said who it is', () => {
    const declared = ['test.klient@poczta.pl'];
    expect(json({ customer: { email: 'test.klient@poczta.pl' } }, { declared })).toEqual([]);
    expect(json({ customer: { email: 'anna.nowak@poczta.pl' } }, { declared })).toEqual(['email json.customer.email 3']);
    const form = '<input type="text" name="billing[email]" value="anna.nowak@poczta.pl">';
    expect(page(form, { declared })).toEqual(['email input.billing_email 3']);
  });

  it('cards, accounts, national numbers, keys and passwords', () => {
    expect(json({ payment: { card: CARD } })).toEqual(['card json.payment.card 3']);
    expect(json({ refund: { iban: 'PL61 1090 1014 0000 0712 1981 2875' } })).toEqual([]);
    expect(json({ customer: { iban: 'DE44500105175407324931' } })).toEqual(['iban json.customer.iban 3']);
    expect(page('PESEL 44051401359')).toEqual(['pesel page 3']);
    expect(json({ user: { password: '$2b$10$N9qo8uLOickgx2ZMRZoMye' } })).toEqual(['password json.user.password 3']);
    expect(page('<script>const k = "sk_live_abcdefgh12345678ijkl"</script>')).toEqual(['token code 3']);
    expect(page('<!-- -----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- -->')).toEqual(['private-key page 3']);
    expect(seen('text/plain', 'DB=mysql://shop:Zx9-word@db.gwiazdka.pl/shop')).toEqual(['password body 3']);
  });

  it('words of a page, data within it, comments, and what is written with entities', () => {
    expect(page('anna&#64;poczta.pl <p>piotr@poczta.pl</p><!-- ewa@poczta.pl -->')).toEqual([
      'email page 2',
      'email page 2',
      'email page 2',
    ]);
    expect(page('<script type="application/json">{"props":{"customer":{"email":"anna@poczta.pl"}}}</script>')).toEqual([
      'email page-data.props.customer.email 2',
    ]);
  });

  it('what begins in one chunk of a long text and ends in the next, once', () => {
    for (const before of [49_990, 49_870, 49_950, 99_700, 200_000]) {
      expect(page(`${'word '.repeat(before / 5)} anna.nowak@poczta.pl ${'word '.repeat(2000)}`), String(before)).toEqual(['email page 2']);
    }
  });

  it('the shop itself, where shops say who they are', () => {
    const contact = 'Jan Sklepowy, jan.sklepowy@gmail.com, tel. +48 603 918 274, NIP 526-000-12-46';
    expect(page(contact, { url: 'https://www.gwiazdka.pl/kontakt' })).toEqual(['email own 1', 'phone own 1', 'nip own 1']);
    expect(page('PESEL 44051401359', { url: 'https://www.gwiazdka.pl/kontakt' })).toEqual(['pesel page 3']);
  });
});

it.each<[string, string, string]>([
  ['the shop’s own mailboxes', 'text/html', 'anyone@gwiazdka.pl sklep.gwiazdka@gmail.com mail@sub.gwiazdka.pl'],
  ['examples', 'text/html', 'name@example.com jan.kowalski@poczta.pl you@your-company.com'],
  ['offices', 'text/html', 'kontakt@dostawca.pl noreply@courier.eu datenschutz@partner.de'],
  ['test cards', 'application/json', '{"card":"4111111111111111","other":"4242 4242 4242 4242"}'],
  ['test accounts', 'application/json', '{"customer":{"iban":"DE89370400440532013000"}}'],
  [
    'a session’s own token, and keys for browsers',
    'application/json',
    '{"token":"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl","maps":"AIzaSyA1234567890abcdefghijklmnop"}',
  ],
  ['what a form carries', 'text/html', '<input type="hidden" name="csrf_token" value="api_key=a8f5f167f44f4964e6c998dee827110c">'],
  ['pictures and versions', 'text/html', '<img src="logo@2x.png"> npm: vue@3.4.21 swiper@11.0.5'],
  ['article numbers that pass for cards', 'text/html', '<li data-sku="1">4539148803436467</li>'],
  ['words of a form', 'text/html', '<script>var t={"password":"Hasło musi mieć 8 znaków"}</script><input name="password" value="">'],
  [
    'who publishes a page',
    'text/html',
    '<script type="application/ld+json">{"@type":"Person","name":"x","url":"https://gwiazdka.pl"}</script>',
  ],
  ['a vendor’s contact', 'application/json', '{"seller":{"email":"pan.sprzedawca@gmail.com"},"store":{"phone":"+48 603 918 274"}}'],
  ['addresses of error reports', 'text/javascript', 'dsn:"https://0123456789abcdef0123456789abcdef@o12345.ingest.sentry.io/7"'],
  ['a picture', 'image/png', 'anna@poczta.pl'],
  [
    'prices and dates',
    'application/json',
    '{"price":"1234.50","at":"2026-05-04T10:00:00Z","ean":"5901234123457","customer":{"id":"603918274"}}',
  ],
])('no find: %s', (_, type, body) => expect(seen(type, body)).toEqual([]));

it('a program with a key is given people by right, but no cards and no keys', () => {
  const orders = [{ billing: { email: 'anna@poczta.pl', phone: '+48603918274' }, card: CARD }];
  expect(json({ orders }, { isAuthorised: true })).toEqual(['card json.orders[].card 3']);
  expect(json({ orders }, { isAuthorised: true, declared: ['test.klient@poczta.pl'] })).toHaveLength(3);
});

it('what was sent comes back as no find, also out of a form or an address', () => {
  const eye = eyeOf();
  eye.send('https://www.gwiazdka.pl/login email=anna.nowak%40poczta.pl&pass=x');
  const about = (email: string) => ({
    url: 'https://www.gwiazdka.pl/me',
    method: 'GET',
    type: 'application/json',
    isAuthorised: false,
    body: JSON.stringify({ email }),
  });
  expect(eye.see(about('Anna.Nowak@poczta.pl'))).toEqual([]);
  expect(eye.see(about('ewa@poczta.pl'))).toHaveLength(1);
});

it('the same answer is looked at once, the same value told once a day, and no value stands in a row', () => {
  const eye = eyeOf();
  const answer = (body: string) => ({
    url: 'https://www.gwiazdka.pl/api/orders/100423?key=anna@poczta.pl',
    method: 'GET',
    type: 'text/plain',
    isAuthorised: false,
    body,
  });
  const first = eye.see(answer('ewa@poczta.pl'));
  expect(first).toMatchObject([{ route: 'GET /api/orders/{n}', kind: 'email' }]);
  expect(eye.see(answer('ewa@poczta.pl'))).toEqual([]);
  expect(eye.see(answer('again ewa@poczta.pl'))).toEqual([]);
  expect(eye.see(answer('iga@poczta.pl'))).toHaveLength(1);
  const mac = (purpose: string, text: string) => createHash('sha256').update(`${purpose} ${text}`).digest('hex');
  const rows = first.map((one) => rowOfSeen({ shop: 'shop_1', source: 'watch', mac }, one));
  expect(rows).toMatchObject([{ field: 'answer.body', times: 1, source_id: 'watch' }]);
  expect(JSON.stringify(rows)).not.toMatch(/poczta|100423/);
});

it('whatever an answer holds, it is looked through quickly and without an error', () => {
  const part = fc.constantFrom(
    '<',
    '>',
    '<!--',
    '<script>',
    '</script',
    '"',
    "'",
    '=',
    '&#6',
    '{"a":[',
    ']}',
    '@',
    'a.pl',
    '4111',
    ' ',
    '<input value=',
    '\u0000',
    '💶',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 400 }), fc.constantFrom('text/html', 'application/json', 'text/plain', ''), (parts, type) => {
      expect(() => seen(type, parts.join(''))).not.toThrow();
    }),
    { numRuns: 300 },
  );
  const started = performance.now();
  for (const unit of [
    '<',
    '<a ',
    '<!--',
    '<script>',
    '<input name="',
    'a@',
    '&#1',
    '{"a":',
    '4111 ',
    'x=',
    '-----BEGIN PRIVATE KEY-----',
  ]) {
    seen('text/html', unit.repeat(300_000 / unit.length));
    seen('application/json', unit.repeat(300_000 / unit.length));
  }
  expect(performance.now() - started).toBeLessThan(10_000);
});
