import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hideSecrets } from './hide-secrets.ts';

describe('hideSecrets', () => {
  it('takes a secret out however it is written', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6, unit: 'grapheme-ascii' }), (secret) => {
        fc.pre(!'•••'.includes(secret) && secret.trim().length > 4);
        const hide = hideSecrets({ KEY: secret });
        const written = [secret, encodeURIComponent(secret), JSON.stringify({ a: secret }), JSON.stringify(JSON.stringify(secret))];
        for (const text of written)
          expect(hide(`before ${text} after`)).not.toContain(text.replace(/^[^ ]*"a":|^"|"$/g, '').slice(0, -1) || '\0');
      }),
    );
  });

  it('leaves what is too short to be told from ordinary text', () => {
    expect(hideSecrets({ A: 'ab' })('a cab')).toBe('a cab');
    expect(hideSecrets({})('as it is')).toBe('as it is');
    expect(hideSecrets({ LONG: 'secret-more', SHORT: 'secret' })('secret-more secret')).toBe('••• •••');
  });
});
