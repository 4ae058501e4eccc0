import { headerCheck } from './header-check.ts';

/** Whether browsers must keep to the declared content type. */
export const nosniff = headerCheck({
  meta: {
    id: 'nosniff',
    area: 'headers',
    title: 'Browsers keep to the declared content type',
    severity: 'low',
    requires: ['home'],
    owner: 'A file that somebody uploaded as a picture can run as a script.',
    remedy: 'Send “X-Content-Type-Options: nosniff”.',
    references: ['CWE-430', 'ASVS 5.0 3.4.4'],
  },
  header: 'X-Content-Type-Options',
  missing: 'Browsers may guess content types',
  isFine: (home) => /^\s*nosniff\b/i.test(home.headers['x-content-type-options'] ?? ''),
});
