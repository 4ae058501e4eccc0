import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import lz from 'lz-string';
import { describe, expect, it } from 'vitest';
import { findCanaries, findInPieces, isHashed } from './find-canary.ts';

const card = { field: 'card', value: '4929123456781235' };
const mail = { field: 'email', value: 'canary.k3x9@example.org' };

const encodings: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  url: encodeURIComponent,
  base64: (text) => Buffer.from(text).toString('base64'),
  base64url: (text) => Buffer.from(text).toString('base64url'),
  hex: (text) => Buffer.from(text).toString('hex'),
  reversed: (text) => [...text].reverse().join(''),
};

describe('made-up values in what a page sends', () => {
  it.each(Object.keys(encodings))('are found in %s', (name) => {
    const encode = encodings[name] ?? String;
    const text = `d=${encode(JSON.stringify({ n: card.value, m: mail.value }))}&x=1`;
    expect(
      findCanaries(text, [card, mail])
        .map((sighting) => sighting.field)
        .sort(),
    ).toEqual(['card', 'email']);
  });

  it('are found in every pair of encodings', () => {
    const name = fc.constantFrom(...Object.keys(encodings));
    fc.assert(
      fc.property(name, name, (first, second) => {
        const text = encodings[second]?.(encodings[first]?.(`card=${card.value};`) ?? '') ?? '';
        expect(findCanaries(`q=${text}`, [card])).toHaveLength(1);
      }),
    );
  });

  it('are found with grouped digits', () => expect(findCanaries('4929 1234-5678 1235', [card])).toHaveLength(1));

  it('are not found where they are not', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), (text) => {
        expect(findCanaries(text, [card, mail])).toEqual([]);
      }),
    );
  });

  const latin = (text: string) => Buffer.from(text, 'latin1');
  const xor = (text: string, key: string) => latin(text).map((byte, place) => byte ^ key.charCodeAt(place % key.length));
  const swapped = (text: string) => text.replace(/[A-Za-z]/g, (c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase()));
  const message = JSON.stringify({ number: card.value, mail: mail.value });
  it.each<[string, string, string]>([
    ['gzip in base64', gzipSync(message).toString('base64'), 'base64 > packed'],
    ['gzip as a body', gzipSync(message).toString('latin1'), 'packed'],
    ['character codes', [...message].map((char) => char.charCodeAt(0)).join(','), 'character codes'],
    ['escapes', [...message].map((char) => `\\u00${char.charCodeAt(0).toString(16)}`).join(''), 'escapes'],
    ['entities', [...message].map((char) => `&#${char.charCodeAt(0)};`).join(''), 'entities'],
    ['lz-string', lz.compressToEncodedURIComponent(message), 'lz-string'],
    ['base64 behind a letter', `x${latin(message).toString('base64')}`, 'base64 with a prefix'],
    ['exclusive-or in base64', Buffer.from(xor(message, 'k3y')).toString('base64'), 'base64 > exclusive-or with a short key'],
    ['exclusive-or in hex', Buffer.from(xor(message, 'magento')).toString('hex'), 'hex > exclusive-or with a short key'],
    [
      'a key that counts up',
      Buffer.from(latin(message).map((byte, i) => byte ^ (i + 3))).toString('hex'),
      'hex > exclusive-or with a short key',
    ],
    ['shifted bytes', Buffer.from(latin(message).map((byte) => byte + 13)).toString('hex'), 'hex > shifted by a short key'],
    ['base64 with cases exchanged', swapped(latin(message).toString('base64')), 'another alphabet'],
    ['digits as letters', message.replace(/\d/g, (digit) => 'qwertyuiop'.charAt(Number(digit))), 'another alphabet'],
  ])('are found behind %s', (_name, sent, encoding) => {
    const seen = findCanaries(`d=${sent}`.startsWith('d=\x1f') ? sent : `d=${encodeURIComponent(sent)}`, [card]);
    expect(seen[0]?.field).toBe('card');
    expect(seen[0]?.encoding.replace('url > ', '')).toBe(encoding);
  });

  it('are found hashed, and told so', () => {
    const [seen] = findCanaries(`em=${createHash('sha256').update(mail.value).digest('hex')}`, [mail]);
    expect(seen && isHashed(seen)).toBe(true);
  });

  it('are found in pieces: in parameters of one request, and over a request for every key', () => {
    expect(findInPieces([`/p?a=${card.value.slice(0, 5)}&b=${card.value.slice(5, 11)}&c=${card.value.slice(11)}`], [card])).toHaveLength(1);
    expect(findInPieces([JSON.stringify(card.value.match(/.{1,4}/g)?.map((n, i) => ({ i, n })))], [card])).toHaveLength(1);
    const keys = [...card.value].map((key, place) => `https://thief.example/k?f=cc&t=${1700 + place}&k=${key}`);
    expect(findInPieces(keys, [card, mail])).toEqual([{ field: 'card', encoding: 'in pieces' }]);
    expect(findInPieces(keys.slice(3), [card])).toEqual([]);
  });

  it('are not found by the wider search in bytes, digits and texts of others', () => {
    const bytes = fc.uint8Array({ minLength: 40, maxLength: 600 }).map((data) => Buffer.from(data).toString('base64'));
    const digits = fc.stringMatching(/^\d{30,300}$/);
    fc.assert(
      fc.property(fc.oneof(bytes, digits), (text) => {
        expect(findCanaries(`v=1&d=${text}`, [card, mail])).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('takes no longer than a second for a large body full of nested encodings', () => {
    let body = 'x'.repeat(1_000);
    while (body.length < 180_000) body = Buffer.from(`${body}&q=${body.slice(0, 5_000)}`).toString('base64');
    const begin = performance.now();
    findCanaries(body, [card, mail]);
    expect(performance.now() - begin).toBeLessThan(3_000);
  });
});
