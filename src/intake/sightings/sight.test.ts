import fc from 'fast-check';
import { expect, test } from 'vitest';
import { localKeys } from '../seal-keys.ts';
import { sightTarget, sightText } from './sight.ts';

const keys = localKeys(new Uint8Array(32).fill(3));
const seen = (target: string): string[] => sightTarget(keys, target).map(({ kind, field }) => `${kind} in ${field}`);

test.each<[string, string[]]>([
  ['/confirm?customer=anna%40example.com&step=2', ['email in query.customer']],
  ['/callback?phone=%2B48+601+234+567', ['phone in query.phone']],
  ['/callback?phone=+48601234567', ['phone in query.phone']],
  ['/claim?nino=AB123456C', ['nino in query.nino']],
  ['/feed?api_key=a8f5f167f44f4964e6c998dee827110c', ['token in query.api_key']],
  ['/u/anna@example.com/orders', ['email in path']],
  ['/login?user=x&pwd=hunterhunter', ['password in query.pwd']],
  ['/orders/4111111111111111?ref=4111111111111111', []],
  ['/search?q=shoes&page=2&sort=price', []],
])('%s', (target, expected) => {
  expect(seen(target)).toEqual(expected);
});

test('the look over a whole address misses nothing that stands in one of its parts', () => {
  const value = fc.constantFrom(
    ...['a@example.com', '+48601234567', '601-234-567', '4111111111111111', 'DE89370400440532013000', 'AB123456C', 'hunter2', 'x', ''],
    ...['44051401359', 'sk_live_abcdefgh12345678', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'],
  );
  const name = fc.constantFrom('q', 'phone', 'password', 'pesel', 'card', 'order_id', 'nino', 'pass2', 'new_password_hash', 'パスワード');
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value), { minLength: 1, maxLength: 4 }), (pairs) => {
      const apart = pairs.flatMap(([called, text]) =>
        sightText(keys, `query.${called}`, called, text.replace('+', ' ').replace(/^ /, '+')),
      );
      expect(sightTarget(keys, `/x?${pairs.map(([called, text]) => `${called}=${text}`).join('&')}`)).toEqual(apart);
    }),
    { numRuns: 1000 },
  );
});

test('one value has one hash however it is written, and the value itself is never told', () => {
  const [plain, grouped] = ['4111111111111111', '4111-1111-1111-1111'].map((card) => sightText(keys, 'body', '', `card ${card}`));
  expect(plain).toHaveLength(1);
  expect(grouped).toEqual(plain);
  expect(JSON.stringify(plain)).not.toContain('1111');
});
