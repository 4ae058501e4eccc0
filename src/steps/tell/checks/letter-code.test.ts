import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeLetterCode, readLetterCode } from './letter-code.ts';

const bytes = fc.uint8Array({ minLength: 9, maxLength: 32 });

describe('the code of a letter', () => {
  it('is read back however it is typed', () => {
    fc.assert(
      fc.property(bytes, (random) => {
        const code = makeLetterCode(random);
        expect(code).toMatch(/^[0-9A-HJKMNP-TV-Y]{5}-[0-9A-HJKMNP-TV-Y]{5}$/);
        const plain = code.replace('-', '');
        for (const typed of [code, plain.toLowerCase(), ` ${plain.slice(0, 4)} ${plain.slice(4)} `, code.replaceAll('0', 'o')]) {
          expect(readLetterCode(typed)).toBe(plain);
        }
      }),
    );
  });

  it('finds every wrong character and every swap of neighbours', () => {
    fc.assert(
      fc.property(bytes, fc.nat(9), fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXY'), (random, at, other) => {
        const plain = makeLetterCode(random).replace('-', '');
        const changed = plain.slice(0, at) + other + plain.slice(at + 1);
        if (changed !== plain) expect(readLetterCode(changed)).toBeNull();
        const swapped = plain.slice(0, at) + (plain[at + 1] ?? '') + (plain[at] ?? '') + plain.slice(at + 2);
        if (swapped !== plain) expect(readLetterCode(swapped)).toBeNull();
      }),
    );
  });

  it('refuses anything else', () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        readLetterCode(typed);
      }),
    );
    expect(readLetterCode('')).toBeNull();
  });
});
