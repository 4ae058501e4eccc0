import { expect, it } from 'vitest';
import { systemRandom } from '#engines/clock/system-clock.ts';
import { inventAddress } from './invent-account.ts';
import { idOf } from './look-at-orders.ts';
import { shapeOf } from './look-signed-in.ts';
import { maskLine } from './mask-line.ts';
import { openPostBook } from './open-post-book.ts';

const shop = 'https://shop.example';

it.each([
  ['/account/orders/100123', '/account/orders/######', 'number', 20],
  ['/my-account/view-order/87/', '/my-account/view-order/##/', 'number', 7],
  ['/orders/2f1c9e0a-7b1d-4c55-9a3e-0b1c2d3e4f50', null, 'text', 128],
  ['/orders/ORD-000042', null, 'number', 20],
])('the id of %s is judged by its form', (path, shape, kind, bits) => {
  expect(idOf(shop + path)).toMatchObject({ kind, bits });
  if (shape !== null) expect(shapeOf(shop + path)).toBe(shape);
  for (const digit of path.match(/\d/g) ?? []) expect(shapeOf(shop + path)).not.toContain(digit);
});

it('what is kept of a page holds nothing personal', () => {
  const typed = ['anna@shop.example', 'Geheim-12'];
  const line = maskLine(
    'No account for anna@shop.example or b.c@d.example (order 100123, key aB3dE6gH9jK2mN5pQ8sT1vW4x, Geheim-12)',
    typed,
  );
  expect(line).toBe('No account for … or … (order #, key …, …)');
});

it('invented addresses are under a reserved name and as long as the own one', () => {
  const address = inventAddress(systemRandom, 'a.customer@mail.shop.example');
  expect(address).toMatch(/^[a-z]+@example\.org$/);
  expect(address).toHaveLength('a.customer@mail.shop.example'.length);
});

it('nothing is sent beyond the cap', () => {
  const book = openPostBook(3);
  const taken = [1, 2, 3, 4].map(() => book.take('wrong-password', '/login'));
  expect(taken).toEqual([true, true, true, false]);
  expect(book.list()).toEqual([{ purpose: 'wrong-password', to: '/login', times: 3 }]);
});
