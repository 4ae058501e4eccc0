import { headerCheck } from './header-check.ts';

/** Whether browsers must keep to the declared content type. */
export const nosniff = headerCheck({
  meta: {
    id: 'nosniff',
    title: 'Browsers keep to the declared content type',
    severity: 'low',
    requires: ['home'],
    remedy: 'Send “X-Content-Type-Options: nosniff”.',
  },
  header: 'X-Content-Type-Options',
  missing: 'Browsers may guess content types',
  isFine: (home) => /^\s*nosniff\b/i.test(home.headers['x-content-type-options'] ?? ''),
});
