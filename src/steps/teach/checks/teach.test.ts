import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeAskLimit } from '#web/limit-asks.ts';
import { isUnder, readAddress } from './read-address.ts';

describe('the host that counts', () => {
  test.each([
    ['https://shop.example/a?b', 'link shop.example'],
    ['shop.example.evil.test/login', 'link shop.example.evil.test'],
    ['https://shop.example@evil.test/', 'link evil.test'],
    ['HXXPS://Evil[.]test', 'link evil.test'],
    ['Shop <no-reply@shop.example>', 'sender shop.example'],
    ['mailto:a@b.evil.test', 'sender b.evil.test'],
    ['https://żółw.example', 'link xn--w-uga1v8h.example'],
    ['192.0.2.7', 'nothing'],
    ['hello there', 'nothing'],
    ['', 'nothing'],
  ])('%s', (typed, expected) => {
    const read = readAddress(typed);
    expect(read === null ? 'nothing' : `${read.kind} ${read.host}`).toBe(expected);
  });

  test('whatever is typed, the answer is a plain host or nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.emailAddress()), (typed) => {
        expect(readAddress(typed)?.host ?? 'a.b').toMatch(/^[a-z0-9._-]+$/);
      }),
    );
  });

  test('a name is under another only at a dot', () => {
    expect(isUnder('a.shop.example', ['shop.example'])).toBe(true);
    expect(isUnder('notshop.example', ['shop.example'])).toBe(false);
  });
});

test('one address may ask twenty times in ten minutes, everybody together six hundred times', () => {
  const limit = makeAskLimit();
  expect(Array.from({ length: 20 }, () => limit.take('s', 'a', 0)).every((wait) => wait === 0)).toBe(true);
  expect(limit.take('s', 'a', 1_000)).toBe(599);
  expect(limit.take('s', 'b', 1_000)).toBe(0);
  expect(limit.take('s', 'a', 600_000)).toBe(0);
  const crowd = makeAskLimit();
  const waits = Array.from({ length: 700 }, (_, i) => crowd.take('s', String(i), 0));
  expect(waits.filter((wait) => wait > 0)).toHaveLength(100);
});
