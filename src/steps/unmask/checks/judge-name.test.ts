import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { oneEdit } from '#kernel/one-edit.ts';
import { nameWords } from '../words.ts';
import { makeFold } from './fold-label.ts';
import { generateNames } from './generate-names.ts';
import { makeJudge } from './judge-name.ts';
import { readHost } from './read-host.ts';

const words = nameWords();
const judge = makeJudge({ words: ['glowlamp'], own: ['glowlamp.pl', 'glowlamp-partners.com'], safe: ['glowlampada'] }, words);
const judged = (line: string) => {
  const { verdict, severity, reasons } = judge(readHost(line) ?? '');
  return [verdict, severity, reasons[0]?.code ?? '-'].join(' ');
};

describe('what a name is', () => {
  test.each([
    ['glowlamp.pl', 'ours info -'],
    ['www.GLOWLAMP.pl.', 'ours info -'],
    ['https://shop.glowlamp-partners.com/x?y', 'ours info -'],
    ['glowlamp.pl-oferta437.lol', 'suspicious high own-address'],
    ['glowlamp-pl.secure.test', 'suspicious high own-address'],
    ['login.glowlamp.secure-pay.test', 'suspicious high same'],
    ['glowlamp.vercel.app', 'suspicious medium same'],
    ['glowlamp-login.com', 'suspicious medium with-lure'],
    ['myglowlamp.shop', 'suspicious medium with-lure'],
    ['glow1amp.com', 'suspicious high looks-same'],
    ['gl0wlamp-login.com', 'suspicious high looks-same'],
    ['ģlówłamp.com', 'suspicious high looks-same'],
    ['gӏowӏamp.com', 'suspicious high looks-same'],
    ['glovvlamp.com', 'suspicious high looks-same'],
    ['glow-lamp.com', 'suspicious medium split'],
    ['glowalmp.com', 'suspicious low slip'],
    ['glowlampp.com', 'suspicious low slip'],
    ['glowlamp.com', 'suspicious low other-ending'],
    ['glowlamp24.com', 'suspicious low with-number'],
    ['blowlamp.com', 'nothing info -'],
    ['glowlampada.com', 'nothing info -'],
    ['lampglow.com', 'nothing info -'],
    ['example.org', 'nothing info -'],
    ['pl', 'nothing info -'],
  ])('%s', (line, expected) => expect(judged(line)).toBe(expected));

  test('a brand that is an everyday word needs a lure beside it', () => {
    const orange = makeJudge({ words: ['orange'], own: ['orange.example'], safe: [] }, words);
    expect(orange('orange-juice.com').verdict).toBe('nothing');
    expect(orange('orange-login.com').verdict).toBe('suspicious');
  });

  test('a short brand is found as a word, not inside others', () => {
    const olx = makeJudge({ words: ['olx'], own: ['olx.example'], safe: [] }, words);
    expect(olx('volxbank.com').verdict).toBe('nothing');
    expect(olx('olx.platnosc-12345.test').verdict).toBe('suspicious');
  });
});

describe('for every name', () => {
  const host = fc.domain();
  test('the judge answers, between 0 and 99, and the same each time', () => {
    fc.assert(
      fc.property(host, (name) => {
        const judgement = judge(name);
        expect(judgement.score).toBeGreaterThanOrEqual(0);
        expect(judgement.score).toBeLessThanOrEqual(99);
        expect(judge(name)).toEqual(judgement);
        expect(judgement.reasons.length > 0).toBe(judgement.verdict === 'suspicious');
      }),
    );
  });
  test('nothing under an own name is ever suspicious', () => {
    fc.assert(
      fc.property(host, (name) => {
        expect(judge(`${name}.glowlamp.pl`).verdict).toBe('ours');
      }),
    );
  });
  test('reading a host twice changes nothing, and rubbish is no host', () => {
    fc.assert(
      fc.property(fc.oneof(host, fc.string(), fc.webUrl()), (line) => {
        const name = readHost(line);
        if (name !== null) expect(readHost(name)).toBe(name);
      }),
    );
  });
  test('own address before another name is always found', () => {
    fc.assert(
      fc.property(host, (name) => {
        expect(judge(`glowlamp.pl.${name}`).severity).toBe('high');
      }),
    );
  });
});

test('lines of lists are read', () => {
  const lines = [
    '*.a.example',
    '0.0.0.0 a.example',
    '||a.example^',
    'http://u:p@a.example:80/x',
    'a[.]example',
    '# note',
    '192.0.2.1',
    '',
    'żółć.example',
  ];
  expect(lines.map(readHost)).toEqual([...Array(5).fill('a.example'), null, null, null, 'xn--kda4b0koi.example']);
});

test('folding works both ways', () => {
  const fold = makeFold(words.confusables);
  for (const [a, b] of [
    ['paypal', 'pаypаl'],
    ['paypal', 'paypai'],
    ['modern', 'rnodern'],
    ['nike', 'nlke'],
    ['click', 'dick'],
    ['ZARA', 'ᴢara'],
  ] as const) {
    expect(fold(a.toLowerCase())).toBe(fold(b));
  }
});

test('one edit is one edit', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 2, maxLength: 12 }), fc.nat(11), fc.string({ minLength: 1, maxLength: 1 }), (text, place, sign) => {
      const at = place % text.length;
      expect(oneEdit(text.slice(0, at) + text.slice(at + 1), text)).not.toBeNull();
      expect(oneEdit(text.slice(0, at) + sign + text.slice(at), text)).not.toBeNull();
      expect(oneEdit(text.slice(0, at) + sign + text.slice(at + 1), text)).not.toBeNull();
    }),
  );
  expect(oneEdit('abcd', 'badc')).toBeNull();
});

test('names that are generated are found by the judge, but for those it lets pass on purpose', () => {
  const all = [...generateNames('glowlamp', 'pl', words)];
  expect(new Set(all.map((one) => one.name)).size).toBe(all.length);
  expect(all.length).toBeGreaterThan(1_500);
  const missed = all.filter((one) => judge(one.name).verdict === 'nothing');
  // A dot inside the brand, a hyphen for one of its letters, and a slip in the first letter are let pass.
  const letPass = (name: string) => name.split('.').length > 2 || name.includes('-') || /^.?.?lowlamp\.pl$/.test(name);
  expect(missed.filter(({ name }) => !letPass(name))).toEqual([]);
});

test('a hundred thousand names a second, in the best of five runs', () => {
  const hosts = Array.from({ length: 20_000 }, (_, i) =>
    i % 50 === 0 ? `glowlamp-${i}.example.com` : `host${i}.some-name-${i % 97}.co.uk`,
  );
  const rates = Array.from({ length: 5 }, () => {
    const started = process.cpuUsage();
    for (const name of hosts) judge(name);
    const { user, system } = process.cpuUsage(started);
    return hosts.length / ((user + system) / 1e6);
  });
  expect(Math.max(...rates)).toBeGreaterThan(100_000);
});
