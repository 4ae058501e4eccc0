import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { isCard } from '#personal-data/kinds/find-cards.ts';
import { loadDataMap } from '../data-map/load-data-map.ts';
import { judgeTarget } from '../judge-target.ts';
import { localKeys } from '../seal-keys.ts';
import { redactText } from './redact-text.ts';

const map = await loadDataMap('generic');
const keys = localKeys(new Uint8Array(32));

function luhn(start: string, length: number, digits: readonly number[]): string {
  const body = (start + digits.join('')).slice(0, length - 1).padEnd(length - 1, '0');
  for (let check = 0; check < 10; check++) if (isCard(body + check)) return body + check;
  throw new Error(`no check digit fits ${body}`);
}

const card = fc
  .tuple(
    fc.constantFrom<[string, number]>(
      ['4', 16],
      ['4', 13],
      ['51', 16],
      ['55', 16],
      ['2221', 16],
      ['34', 15],
      ['37', 15],
      ['6011', 16],
      ['36', 14],
      ['3528', 16],
      ['62', 19],
    ),
    fc.array(fc.nat(9), { minLength: 19, maxLength: 19 }),
    fc.constantFrom('', ' ', '-', '.', '+'),
  )
  .map(([[start, length], digits, gap]) => ({ digits: luhn(start, length, digits), gap }))
  .map(({ digits, gap }) => ({ digits, written: digits.replace(/(.{4})(?=.)/g, `$1${gap}`) }));

const email = fc
  .tuple(
    fc.stringMatching(/^[a-z0-9][a-z0-9._+-]{0,12}[a-z0-9]$/),
    fc.stringMatching(/^[a-z0-9]{1,10}$/),
    fc.constantFrom('com', 'co.uk', 'pl', 'example', 'de'),
  )
  .map(([local, host, end]) => `${local}@${host}.${end}`);

const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const token = fc.oneof(
  fc.stringMatching(/^eyJ[A-Za-z0-9_-]{20,60}\.[A-Za-z0-9_-]{20,60}\.[A-Za-z0-9_-]{20,43}$/),
  fc.stringMatching(/^[0-9a-f]{32,64}$/),
  fc.stringMatching(/^sk_live_[A-Za-z0-9]{20,40}$/),
  fc.stringMatching(/^ghp_[A-Za-z0-9]{36}$/),
  fc.array(fc.constantFrom(...base64), { minLength: 24, maxLength: 60 }).map((marks) => `aB3${marks.join('')}`),
);

function encodeAll(text: string): string {
  return [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

const encoding = fc.constantFrom<(text: string) => string>(
  (text) => text,
  encodeURIComponent,
  encodeAll,
  (text) => encodeURIComponent(encodeAll(text)),
);
const around = fc.constantFrom<[string, string]>(
  ['', ''],
  ['x=', '&y=1'],
  ['to ab12 and cd34 ', ' ok'],
  ['/reset/', '/now'],
  ['name ', ' and more'],
  ['a=b&to=', ''],
  ['"', '"'],
);

function everyForm(text: string): string {
  let all = text;
  for (let nth = 0, now = text; nth < 3; nth++) {
    now = now.replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString());
    all += `\n${now}`;
  }
  return all;
}

test('no card number survives, in groups or encoded', () => {
  fc.assert(
    fc.property(card, encoding, around, ({ digits, written }, encode, [before, after]) => {
      const text = `${before}${encode(written)}${after}`;
      expect(everyForm(redactText(text)).replace(/[^0-9\n]/g, '')).not.toContain(digits);
      const judged = judgeTarget(map, keys, 'GET', `/search?${text}`);
      expect(everyForm(judged.query).replace(/[^0-9\n]/g, '')).not.toContain(digits);
    }),
    { numRuns: 600 },
  );
});

test('no bank account number survives', () => {
  const account = fc.tuple(fc.constantFrom('DE', 'PL', 'GB', 'FR'), fc.stringMatching(/^[0-9]{16,24}$/)).map(([country, digits]) => {
    const numeric = [...`${digits}${country}00`].map((mark) => String(Number.parseInt(mark, 36))).join('');
    return `${country}${String(98n - (BigInt(numeric) % 97n)).padStart(2, '0')}${digits}`;
  });
  fc.assert(
    fc.property(account, fc.constantFrom('', ' '), encoding, around, (iban, gap, encode, [before, after]) => {
      const written = iban.replace(/(.{4})(?=.)/g, `$1${gap}`);
      expect(everyForm(redactText(`${before}${encode(written)}${after}`)).replaceAll(' ', '')).not.toContain(iban);
    }),
    { numRuns: 400 },
  );
});

test('no e-mail address survives in text, path or query', () => {
  fc.assert(
    fc.property(email, encoding, around, (address, encode, [before, after]) => {
      const text = `${before}${encode(address)}${after}`;
      expect(everyForm(redactText(text))).not.toContain(address);
      const judged = judgeTarget(map, keys, 'GET', `/newsletter/${text}?q=${encode(address)}`);
      expect(everyForm(`${judged.path}?${judged.query}`)).not.toContain(address);
    }),
    { numRuns: 600 },
  );
});

test('no token survives', () => {
  fc.assert(
    fc.property(token, encoding, around, (secret, encode, [before, after]) => {
      expect(everyForm(redactText(`${before}${encode(secret)}${after}`))).not.toContain(secret);
    }),
    { numRuns: 600 },
  );
});

test('nothing that is named a secret survives, whatever it looks like', () => {
  const name = fc.constantFrom(
    'password',
    'user[password]',
    'access_token',
    'sid',
    'api-key',
    'billing_email',
    'cvv',
    'first_name',
    'reset_token',
  );
  fc.assert(
    fc.property(name, fc.stringMatching(/^[A-Za-z0-9]{6,20}$/), encoding, (key, value, encode) => {
      const judged = judgeTarget(map, keys, 'POST', `/account/zzz?a=1&${encode(key)}=${encode(value)}&b=2`);
      expect(everyForm(judged.query)).not.toContain(value);
      expect(judged.query).toMatch(/^a=1&.*&b=2$/);
    }),
  );
});

test('what is no secret stays as it is', () => {
  for (const text of [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.6099.109 Safari/537.36',
    '/products/the-best-wireless-headphones-for-running-2024-edition',
    '/product/8412345678905?ts=1732270000000',
    '/search?q=%27%20or%201%3D1--&page=2',
    '/.git/config',
    '1.2.3.4, 5.6.7.8',
  ])
    expect(redactText(text)).toBe(text);
});

const CORPUS = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'corpora', 'pii', 'sentences.json');

test.skipIf(!existsSync(CORPUS))('sentences of others: every e-mail address and bank account, nine of ten cards, and nothing else', () => {
  const shape = z.array(
    z.object({ full_text: z.string(), spans: z.array(z.object({ entity_type: z.string(), entity_value: z.string() })) }),
  );
  const seen: Record<string, { all: number; gone: number }> = {};
  for (const sentence of shape.parse(JSON.parse(readFileSync(CORPUS, 'utf8')))) {
    const redacted = redactText(sentence.full_text);
    for (const span of sentence.spans) {
      seen[span.entity_type] ??= { all: 0, gone: 0 };
      const count = seen[span.entity_type];
      if (!count) continue;
      count.all += 1;
      if (!redacted.includes(span.entity_value)) count.gone += 1;
    }
    const marks = redacted.match(/\[(card|email|iban|token|hex|digits)\]/g)?.length ?? 0;
    expect(marks).toBeLessThanOrEqual(sentence.spans.filter((span) => /EMAIL|CARD|IBAN/.test(span.entity_type)).length);
  }
  const share = (kind: string): number => (seen[kind]?.gone ?? 0) / (seen[kind]?.all ?? 1);
  expect([share('EMAIL_ADDRESS'), share('IBAN_CODE')]).toEqual([1, 1]);
  expect(share('CREDIT_CARD')).toBeGreaterThan(0.9);
});

test('a card whose first groups would be one by themselves leaves no digit behind', () => {
  expect(redactText('paid with 6011 9519 1072 0000, thanks')).toBe('paid with [card], thanks');
});
