import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPersonalData } from './index.ts';

interface Place {
  readonly kind: string | undefined;
  readonly from: number;
  readonly to: number;
}

const corpora = join(import.meta.dirname, '../../../shared/corpora');
const told = (text: string, atLeast: 1 | 2 | 3 = 2): string[] =>
  findPersonalData(text, atLeast).map(({ kind, from, to }) => `${kind}:${text.slice(from, to)}`);

describe('finds', () => {
  it.each<[string, string[]]>([
    ['card: 4111 1111 1111 1111 ok', ['card:4111 1111 1111 1111']],
    ['paid with 5500-0000-0000-0004.', ['card:5500-0000-0000-0004']],
    ['to DE89 3704 0044 0532 0130 00 today', ['iban:DE89 3704 0044 0532 0130 00']],
    ['write to jan.kowalski+shop@example.co.uk, please', ['email:jan.kowalski+shop@example.co.uk']],
    ['email=anna@example.com&x=1', ['email:anna@example.com']],
    ['call me at 467 3395', ['phone:467 3395']],
    ['phone=+48 601 234 567', ['phone:+48 601 234 567']],
    ['tel: (030) 1234-5678', ['phone:(030) 1234-5678']],
    ['電話 03-1234-5678 まで', ['phone:03-1234-5678']],
    ['ご注文者様の電話番号は03-5123-8841です', ['phone:03-5123-8841']],
    ['Tel.: 0171/4455667', ['phone:0171/4455667']],
    ['rufen Sie mich unter 030 8472 9911 zurück', ['phone:030 8472 9911']],
    ['rachunek bankowy 61 1090 1014 0000 0712 1981 2874', ['iban:61 1090 1014 0000 0712 1981 2874']],
    ['PESEL 44051401359', ['pesel:44051401359']],
    ['NIP: 526-000-12-46', ['nip:526-000-12-46']],
    ['Steuer-ID 86095742719', ['steuer-id:86095742719']],
    ['マイナンバー 123456789018', ['my-number:123456789018']],
    ['SSN 536-90-4399', ['ssn:536-90-4399']],
    ['NINO AB 12 34 56 C, not QQ 12 34 56 C', ['nino:AB 12 34 56 C']],
    ['password=Tr0ub4dor&3', ['password:Tr0ub4dor']],
    ['"pwd": "hunter2!"', ['password:hunter2!']],
    ['Authorization: Bearer abcdefghij0123456789', ['token:Bearer abcdefghij0123456789']],
    ['{\\"password\\":\\"hunterhunter\\"}', ['password:hunterhunter']],
    ["'passphrase' => 'x', 'new_password_confirm' = 'Blue 7 horse'", ['password:Blue 7 horse']],
    ['db_pwd: "$2b$10$N9qo8uLOickgx2ZMRZoMye"', ['password:$2b$10$N9qo8uLOickgx2ZMRZoMye']],
    ['get https://shop:s3cr3t-word@db.example.com/x', ['password:s3cr3t-word']],
    ['"client_secret": "a8f5f167f44f4964e6c998dee827110c"', ['token:a8f5f167f44f4964e6c998dee827110c']],
    ['ssn=536904399&x=1', ['ssn:536904399']],
    ['phone=4673395', ['phone:4673395']],
    ['電話：０３－１２３４－５６７８', ['phone:０３－１２３４－５６７８']],
    ['card 4111\u00a01111\u00a01111\u00a01111', ['card:4111\u00a01111\u00a01111\u00a01111']],
    ['call (602) 272-9781 ext. 45', ['phone:(602) 272-9781 ext. 45']],
    [
      'key -----BEGIN PRIVATE KEY-----\\nAAAA\\n-----END PRIVATE KEY----- end',
      ['private-key:-----BEGIN PRIVATE KEY-----\\nAAAA\\n-----END PRIVATE KEY-----'],
    ],
    ['-----BEGIN RSA PRIVATE KEY-----', ['private-key:-----BEGIN RSA PRIVATE KEY-----']],
  ])('%s', (text, expected) => expect(told(text)).toEqual(expected));
});

describe('does not find', () => {
  it.each([
    'order_id=4111111111111111',
    'sku 0171/4455667 red',
    '注文番号は03-5123-8841です',
    'nr przesyłki 61 1090 1014 0000 0712 1981 2874',
    'rachunek bankowy 62 1090 1014 0000 0712 1981 2874',
    'gclid 4111111111111112',
    '/orders/4111111111111111/items',
    '?v=4111111111111111.5',
    'logo@2x.png',
    'user @ home',
    'PESEL 44051401358',
    'PESEL 44991401359',
    'a number 44051401359 alone',
    'NIP 5260001247',
    'SSN 000-12-3456, 666-12-3456, 123-00-4567',
    'password: required',
    'password=[password]',
    'reset your password: see below',
    '"password": "Please choose a longer one"',
    '{"password":"is too short"}',
    'lng=0.048095703125',
    'compass=north, bypass=true1',
    '"access.password": "Hasło", "access.other_password": "パスワードの変更"',
    'pwd=/home/shop',
    'https://user:password@example.com/',
    'Handler@app.toString',
    'AB12CDEFGHIJKLMNO',
    'private 5260001246',
    'call about order 467 339 512',
    'phone_verified_at=1715003600',
    'Numer zamówienia 601 234 567',
    '2026-11-26 10:00:00 and 26.11.2026',
    '192.0.2.1 - - "GET /office-chairs HTTP/1.1" 200 3607',
    'Chrome/115.0.5790.166 Mobile Safari/537.36',
    'call 0000000',
    'DE89 3704 0044 0532 0130 01',
  ])('%s', (text) => expect(told(text)).toEqual([]));
});

it('never overlaps, stays inside the text, and is as quick on texts made to hang it', () => {
  const parts = fc.constantFrom('4111', '-', ' ', '+48', '@', 'a.b', '(', ')', 'phone', 'password=', '12', '.', '0', 'DE89', 'x', '電');
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('');
      let end = 0;
      for (const { from, to } of findPersonalData(text, 1)) {
        expect(from).toBeGreaterThanOrEqual(end);
        expect(to).toBeGreaterThan(from);
        end = to;
      }
      expect(end).toBeLessThanOrEqual(text.length);
    }),
  );
  for (const evil of ['1 ', 'a@', '(1', 'password', '1-', 'AA11', '+1']) findPersonalData(evil.repeat(20_000), 1);
}, 20_000);

describe.skipIf(!existsSync(join(corpora, 'pii')))('marked sentences (where the corpora lie beside the project)', () => {
  it('are read with F1 of 0.95 or more over what this room claims to find', () => {
    const names: Readonly<Record<string, string>> = {
      CREDIT_CARD: 'card',
      PHONE_NUMBER: 'phone',
      EMAIL_ADDRESS: 'email',
      IBAN_CODE: 'iban',
      US_SSN: 'ssn',
    };
    const sentences = JSON.parse(readFileSync(join(corpora, 'pii/sentences.json'), 'utf8')) as {
      full_text: string;
      spans: { entity_type: string; start_position: number; end_position: number }[];
    }[];
    const counts = { hit: 0, missed: 0, wrong: 0 };
    for (const { full_text, spans } of sentences) {
      const wanted = spans
        .filter((span) => names[span.entity_type] !== undefined)
        .map((span) => ({ kind: names[span.entity_type], from: span.start_position, to: span.end_position }));
      const found = findPersonalData(full_text);
      const meets = (a: Place, b: Place): boolean => a.kind === b.kind && a.from < b.to && b.from < a.to;
      const hit = wanted.filter((one) => found.some((other) => meets(one, other))).length;
      counts.hit += hit;
      counts.missed += wanted.length - hit;
      counts.wrong += found.filter((one) => !wanted.some((other) => meets(one, other))).length;
    }
    expect((2 * counts.hit) / (2 * counts.hit + counts.missed + counts.wrong)).toBeGreaterThanOrEqual(0.95);
  });

  it('ordinary log lines hold nothing but the mailboxes that robots name in their agents', () => {
    const lines = readFileSync(join(corpora, 'access-logs/apache_combined_10k.log'), 'utf8').split('\n');
    const hits = lines.flatMap((line) => told(line).filter((one) => !(one.startsWith('email:') && /"[^"]*@[^"]*"$/.test(line))));
    expect(hits).toEqual([]);
  });
});
