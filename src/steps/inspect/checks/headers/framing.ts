import { headerCheck } from './header-check.ts';

/** Whether other sites can put the shop into a frame and have people click in it unawares. */
export const framing = headerCheck({
  meta: {
    id: 'framing',
    area: 'headers',
    title: 'Other sites cannot put the shop into a frame',
    severity: 'medium',
    requires: ['home'],
    owner: 'Customers can be led to click in your shop without seeing it.',
    remedy: 'Send “Content-Security-Policy: frame-ancestors ‘self’” (and “X-Frame-Options: SAMEORIGIN” for old browsers).',
    references: ['CWE-1021', 'ASVS 5.0 3.4.6', 'WSTG-CLNT-09'],
  },
  header: 'X-Frame-Options',
  missing: 'Other sites can put the shop into a frame',
  isFine: (home) => {
    const ancestors = /frame-ancestors([^;]*)/i.exec(home.headers['content-security-policy'] ?? '')?.[1];
    if (ancestors !== undefined) return !/(^|\s)(\*|https?:)(\s|$)/.test(ancestors.trim());
    return /^\s*(deny|sameorigin)\b/i.test(home.headers['x-frame-options'] ?? '');
  },
});
