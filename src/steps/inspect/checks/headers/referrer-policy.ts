import { headerCheck } from './header-check.ts';

const LEAKY = /^(unsafe-url|no-referrer-when-downgrade)$/i;

/** Whether addresses of the shop’s pages (order numbers, mail addresses in links) go to other sites. */
export const referrerPolicy = headerCheck({
  meta: {
    id: 'referrer-policy',
    area: 'headers',
    title: 'Page addresses are not told to other sites',
    severity: 'low',
    requires: ['home'],
    owner: 'Other sites learn what your customers look at, and order numbers in addresses.',
    remedy: 'Send “Referrer-Policy: strict-origin-when-cross-origin” or stricter.',
    references: ['CWE-200', 'ASVS 5.0 3.4.5'],
  },
  header: 'Referrer-Policy',
  missing: 'Other sites learn the addresses of the shop’s pages',
  isFine: (home) => {
    const wanted = (home.headers['referrer-policy'] ?? '').split(',').at(-1)?.trim() ?? '';
    // Without the header browsers do the safe thing by themselves (strict-origin-when-cross-origin).
    return !LEAKY.test(wanted);
  },
});
