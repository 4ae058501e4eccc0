import type { Exchange } from '../../inspection.ts';
import { type Check, found, pass, type Weakness } from '../check.ts';
import { pagesOf, type SeenPage } from '../pages-of.ts';
import { withHome } from '../read-home.ts';
import { isSessionCookie, parseCookie } from './parse-cookie.ts';

/** Whether a page that sets a session, or is personal, may be kept by caches that several customers share (RFC 9111). */
export const personalCache: Check = {
  meta: {
    id: 'personal-cache',
    area: 'headers',
    title: 'No shared cache keeps what belongs to one customer',
    severity: 'high',
    requires: ['home', 'pages'],
    owner: 'One customer sees the cart, the address or the account of another.',
    remedy:
      'Send “Cache-Control: private, no-store” on cart, account and checkout, and never a session cookie on a page that caches may keep.',
    remedies: {
      nginx: 'proxy_no_cache $http_cookie $sent_http_set_cookie; proxy_cache_bypass $http_cookie;',
      magento: 'Blocks with personal data belong into private content (customer-data), not into cacheable blocks.',
      woocommerce: 'Exclude cart, checkout, my-account and the cookies woocommerce_* from the page cache.',
      shopware: 'Leave checkout and account routes without the _httpCache attribute.',
    },
    references: ['CWE-524', 'CWE-525', 'RFC 9111', 'ASVS 5.0 14.3.2', 'WSTG-ATHN-06'],
  },
  judge: (inspection) =>
    withHome(inspection, () => {
      const pages = pagesOf(inspection);
      const weaknesses = pages.flatMap(judgePage);
      if (weaknesses.length > 0) return found(weaknesses);
      return pass(
        `${pages
          .map(({ kind, page }) => `${kind}: ${page.headers['cache-control'] ?? 'no Cache-Control'}`)
          .join('; ')
          .slice(0, 400)}`,
      );
    }),
};

function judgePage({ kind, page }: SeenPage): Weakness[] {
  const kept = howKept(page);
  if (kept === null) return [];
  const sessions = page.cookies.map(parseCookie).filter((cookie) => cookie !== null && isSessionCookie(cookie.name));
  const name = sessions[0]?.name;
  if (name === undefined) return [];
  const hit = isFromCache(page);
  const title = hit
    ? `A cache hands out the session cookie “${name}” to several customers`
    : `A page that sets the session cookie “${name}” may be kept by shared caches`;
  return [{ key: kind, severity: hit ? 'high' : 'medium', title, url: page.finalUrl, evidence: [{ kind: 'header', text: kept }] }];
}

/** By which header a shared cache may keep the answer, or null. */
function howKept({ headers }: Exchange): string | null {
  const control = headers['cache-control'];
  const words = (control ?? '')
    .toLowerCase()
    .split(',')
    .map((word) => word.trim());
  const seconds = (name: string) => Number(words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1) ?? 0);
  if (words.some((word) => /^(private|no-store|no-cache)(=|$)/.test(word)) || /\bcookie\b|\*/i.test(headers.vary ?? '')) return null;
  const fresh = words.includes('public')
    ? Math.max(seconds('s-maxage'), seconds('max-age')) > 0
    : seconds('s-maxage') > 0 || seconds('max-age') > 0;
  return fresh ? `Cache-Control: ${control}, Vary: ${headers.vary ?? 'none'}, Age: ${headers.age ?? 'none'}` : null;
}

function isFromCache({ headers }: Exchange): boolean {
  return (
    Number(headers.age ?? 0) > 0 ||
    /\bhit\b/i.test(`${headers['x-cache'] ?? ''} ${headers['cf-cache-status'] ?? ''} ${headers['x-cache-status'] ?? ''}`)
  );
}
