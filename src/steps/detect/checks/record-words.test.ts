import { expect, it } from 'vitest';
import { categoriesOfKind, isNoise, kindByWords } from './record-words.ts';

it.each([
  ['/kundenkonto/beleg/{n}.pdf', 'invoice'],
  ['/api/v2/customers/{n}', 'customer'],
  ['/klient/zamowienie/{n}', 'order'],
  ['/shop/products/{n}', 'public'],
  ['/blog/orders-of-knights/{n}', 'order'],
  ['/orders/{n}/items/{n}', 'order'],
  ['/x/{id}', null],
  ['/x/{n}/rechnung', 'invoice'],
  ['/getInvoice?no={n}', 'invoice'],
  ['/p/{n}', 'public'],
])('%s is %s', (template, kind) => {
  const found = kindByWords(template);
  expect(found === null || found === 'public' ? found : found.kind).toBe(kind);
});

it('says what a kind shows, and nothing of one that it does not know', () => {
  expect(categoriesOfKind('invoice')).toContain('name');
  expect(categoriesOfKind('')).toEqual([]);
  expect([isNoise('utm_source'), isNoise('_'), isNoise('oid')]).toEqual([true, true, false]);
});
