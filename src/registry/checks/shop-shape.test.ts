import { expect, test } from 'vitest';
import { isPrivateAddress, originOf, shopFields } from './shop-shape.ts';

test.each([
  ['https://Shop.Example:443/path?x=1#y', 'https://shop.example'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['ftp://shop.example', null],
  ['javascript:alert(1)', null],
  ['https://user:secret@shop.example', null],
  ['shop.example', null],
  ['https://', null],
])('the origin of %s is %s', (text, origin) => {
  expect(originOf(text)).toBe(origin);
});

test.each([
  ['http://127.0.0.1:1', true],
  ['http://[::1]:1', true],
  ['http://[::ffff:10.0.0.1]', true],
  ['http://0x7f.1', true],
  ['https://169.254.169.254', true],
  ['http://localhost:3000', true],
  ['http://shop', true],
  ['https://shop.example', false],
  ['https://93.184.216.34', false],
])('%s is private: %s', (origin, expected) => {
  expect(isPrivateAddress(new URL(origin).origin)).toBe(expected);
});

test('time zone and country are checked', () => {
  const shop = {
    name: 'Brass & Paper',
    url: 'https://shop.example',
    allowPrivate: false,
    timeZone: 'Europe/Warsaw',
    country: 'pl',
    contact: { name: 'Shop', address: 'care@shop.example' },
    privacyContact: { name: 'Privacy' },
  };
  expect(shopFields.parse(shop)).toMatchObject({ country: 'PL', platform: 'generic' });
  expect(shopFields.safeParse({ ...shop, timeZone: 'Mars/Base' }).success).toBe(false);
  expect(shopFields.safeParse({ ...shop, country: 'QX' }).success).toBe(false);
});

test.each([
  ['care@shop.example', true],
  ['Street 1, 00-001 Warsaw', false],
  ['', false],
  ['care@shop', false],
  ['no-reply@shop.example', false],
])('letters come from %s: %s', (address, fits) => {
  expect(shopFields.shape.contact.safeParse({ name: 'Shop', address, postal: 'Street 1' }).success).toBe(fits);
});
