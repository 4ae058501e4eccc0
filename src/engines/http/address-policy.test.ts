import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyAddress, mayReach } from './address-policy.ts';

describe('which addresses may be reached', () => {
  it.each([
    ['93.184.216.34', 'public'],
    ['2606:4700::1111', 'public'],
    ['64:ff9b::5db8:d822', 'public'],
    ['64:ff9b::a00:1', 'private'],
    ['::7f00:1', 'private'],
    ['::a9fe:a9fe', 'metadata'],
    ['::1', 'private'],
    ['::', 'private'],
    ['::ffff:10.0.0.1', 'private'],
    ['127.8.8.8', 'private'],
    ['0.0.0.0', 'private'],
    ['192.0.2.1', 'private'],
    ['224.0.0.1', 'private'],
    ['fe80::1', 'private'],
    ['fc00::1', 'private'],
    ['::', 'private'],
    ['169.254.169.254', 'metadata'],
    ['::ffff:169.254.169.254', 'metadata'],
    ['not an address', 'private'],
  ])('%s is %s', (address, kind) => expect(classifyAddress(address)).toBe(kind));

  it('never lets an address of a private block through', () => {
    const octet = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(fc.constantFrom('10', '127', '0'), octet, octet, octet, (a, b, c, d) => {
        expect(mayReach(`${a}.${b}.${c}.${d}`, false)).toBe(false);
      }),
    );
  });
});
