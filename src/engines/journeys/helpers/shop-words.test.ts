import { describe, expect, it } from 'vitest';
import { orderNumberIn } from './pay.ts';
import { kindOfField, shopWords, wordsFor } from './shop-words.ts';

describe('what shops say', () => {
  it.each([
    ['addToCart', 'Add to cart', true],
    ['addToCart', '  In den   Warenkorb ', true],
    ['addToCart', 'カートに入れる', true],
    ['addToCart', 'Read about our carts', false],
    ['checkout', 'Proceed to checkout', true],
    ['checkout', 'Zur Kasse', true],
    ['order', 'Zamawiam i płacę', true],
    ['order', 'Pay €12.90', true],
    ['order', 'Payment methods', false],
    ['order', 'Display', false],
    ['proceed', 'Weiter', true],
    ['proceed', 'Weiterlesen', false],
    ['thanks', 'Vielen Dank für Ihre Bestellung', true],
  ] as const)('%s: %s', (purpose, text, fits) => {
    expect(wordsFor(purpose).test(text)).toBe(fits);
  });

  it.each([
    ['cc-number card', null],
    ['email customer_email Mail', 'email'],
    ['billing_first_name First name', 'givenName'],
    ['family-name Nachname', 'familyName'],
    ['billing_postcode Postcode / ZIP', 'postcode'],
    ['address-line1 street', 'street'],
    ['miasto', 'city'],
    ['郵便番号', 'postcode'],
    ['comment', null],
  ] as const)('a field “%s” asks for %s', (about, kind) => {
    expect(kindOfField(about)).toBe(kind);
  });

  it.each([
    ['Thank you. Your order 113460 is with the gateway.', '113460'],
    ['Order number: #2024-00017', '2024-00017'],
    ['Vielen Dank! Ihre Bestellnummer lautet: 10042.', '10042'],
    ['Order reference XKBKNABJK', null],
    ['Numer zamówienia: ABC-778', 'ABC-778'],
    ['注文番号：100234', '100234'],
    ['Thank you for your order.', null],
  ])('“%s” has the number %s', (text, number) => {
    expect(orderNumberIn(text)).toBe(number);
  });

  it('has the same languages for every purpose', () => {
    const languages = Object.values(shopWords().words).map((list) => list.map(([language]) => language).join());
    expect(new Set(languages).size).toBe(1);
  });
});
