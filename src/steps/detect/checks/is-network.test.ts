import { expect, it } from 'vitest';
import { blockOf, isNetwork } from './is-network.ts';

it.each([
  ['203.0.113.66', null],
  ['::1', null],
  ['visitor-7.provider.example', null],
  ['203.0.113.0/24', { address: '203.0.113.0', bits: 120 }],
  ['2001:db8::/32', { address: '2001:db8::', bits: 32 }],
  ['::ffff:203.0.113.0/120', { address: '::ffff:cb00:7100', bits: 120 }],
])('%s is a network address or a block', (text, block) => {
  expect(isNetwork(text)).toBe(true);
  expect(blockOf(text)).toEqual(block);
});

it.each([
  '',
  '10.1',
  '999.1.1.1',
  '203.0.113',
  '10.1/8',
  '203.0.113.0/33',
  '203.0.113.0/',
  '/24',
  '203.0.113.0/24/8',
  '2001:db8::/129',
  'fe80::1%eth0/64',
  'fe80::1%eth0',
  'two words',
  '-x',
])('%j is none', (text) => {
  expect(isNetwork(text)).toBe(false);
});
