import { expect, test } from 'vitest';
import { clientAddress, trustedBy } from './client-address.ts';

const nobody = trustedBy([]);
const proxy = trustedBy(['127.0.0.1', '10.0.0.0/8', '2001:db8::/32']);

test('without a named proxy a forwarded header means nothing', () => {
  expect(clientAddress('203.0.113.9', '198.51.100.1', nobody)).toBe('203.0.113.9');
});

test('named proxies are passed from the end, and what a client wrote itself is not believed', () => {
  expect(clientAddress('127.0.0.1', '198.51.100.1', proxy)).toBe('198.51.100.1');
  expect(clientAddress('::ffff:127.0.0.1', '198.51.100.66, 198.51.100.1, 10.1.2.3', proxy)).toBe('198.51.100.1');
  expect(clientAddress('2001:db8::7', '198.51.100.1', proxy)).toBe('198.51.100.1');
});

test('a missing or broken header leaves the last address that is known', () => {
  expect(clientAddress('127.0.0.1', undefined, proxy)).toBe('127.0.0.1');
  expect(clientAddress('127.0.0.1', 'nonsense, ,', proxy)).toBe('127.0.0.1');
  expect(clientAddress('unknown', '198.51.100.1', proxy)).toBe('unknown');
});

test('what is no address is refused when it is named', () => {
  expect(() => trustedBy(['proxy.example'])).toThrow();
});
