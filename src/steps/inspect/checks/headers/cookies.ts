import { getDomain } from 'tldts';
import type { Severity } from '#kernel/outcome.ts';
import { type Check, found, pass, type Weakness } from '../check.ts';
import { pagesOf } from '../pages-of.ts';
import { withHome } from '../read-home.ts';
import { isSessionCookie, parseCookie, type SetCookie } from './parse-cookie.ts';

/** Longest that browsers keep a cookie (RFC 6265bis §5.5), in seconds. */
const LONGEST = 400 * 86_400;

/** Whether the cookies of every page that was looked at are kept from scripts, from plain HTTP and from other sites. */
export const cookies: Check = {
  meta: {
    id: 'cookies',
    area: 'headers',
    title: 'Session cookies are protected',
    severity: 'medium',
    requires: ['home', 'pages'],
    owner: 'A stolen session cookie opens a customer’s account without a password.',
    remedy: 'Set Secure, HttpOnly and SameSite=Lax on every session cookie, and no Domain; best by a name that begins with __Host-.',
    remedies: {
      wordpress: "wp-config.php: define('FORCE_SSL_ADMIN', true); session cookies are Secure once the shop’s address begins with https://.",
      magento: 'Stores → Configuration → General → Web → Default Cookie Settings: Use HTTP Only yes; base URLs with https://.',
      opencart: 'php.ini: session.cookie_secure=1, session.cookie_httponly=1, session.cookie_samesite=Lax.',
      prestashop: 'Advanced Parameters → Administration: cookie SameSite Lax; SSL on all pages.',
    },
    references: ['CWE-614', 'CWE-1004', 'CWE-1275', 'ASVS 5.0 3.3', 'WSTG-SESS-02'],
  },
  judge: (inspection) =>
    withHome(inspection, (home) => {
      const pages = pagesOf(inspection);
      const all = (pages.length > 0 ? pages.map(({ page }) => page) : [home]).flatMap((page) =>
        page.cookies.map(parseCookie).flatMap((cookie) => (cookie === null ? [] : [{ cookie, url: page.finalUrl }])),
      );
      const byName = new Map(all.map((one) => [one.cookie.name, one]));
      const weaknesses = [...byName.values()].map(({ cookie, url }) => judgeCookie(cookie, url)).filter((weakness) => weakness !== null);
      return weaknesses.length > 0 ? found(weaknesses) : pass(`${byName.size} cookies set on ${pages.length} pages, none unprotected`);
    }),
};

function judgeCookie(cookie: SetCookie, url: string): Weakness | null {
  const faults = [...missing(cookie, url), ...wrong(cookie, url)];
  const severity: Severity | undefined =
    faults.find(({ severe }) => severe === 'medium')?.severe ?? faults.find(({ severe }) => severe === 'low')?.severe ?? faults[0]?.severe;
  if (severity === undefined) return null;
  const texts = faults.map(({ text }) => text);
  return {
    key: cookie.name,
    severity,
    title: `The cookie “${cookie.name}” ${texts[0]}${texts.length > 1 ? ', and more' : ''}`,
    url,
    evidence: [{ kind: 'header', text: `Set-Cookie: ${cookie.name}=…: ${texts.join('; ')}` }],
  };
}

interface Fault {
  readonly text: string;
  readonly severe: 'medium' | 'low' | 'info';
}

function missing(cookie: SetCookie, url: string): Fault[] {
  const isSession = isSessionCookie(cookie.name);
  const lacks = [
    ...(url.startsWith('https:') && !cookie.secure ? ['Secure'] : []),
    ...(isSession && !cookie.httpOnly ? ['HttpOnly'] : []),
    ...(isSession && cookie.sameSite === null ? ['SameSite'] : []),
  ];
  if (lacks.length === 0) return [];
  const serious = isSession && (lacks.includes('Secure') || lacks.includes('HttpOnly'));
  return [{ text: `is set without ${lacks.join(', ')}`, severe: serious ? 'medium' : 'low' }];
}

function wrong(cookie: SetCookie, url: string): Fault[] {
  const { name, secure, sameSite, domain, path, maxAge } = cookie;
  const host = new URL(url).hostname;
  const faults: Fault[] = [];
  if (sameSite === 'none' && !secure) faults.push({ text: 'says SameSite=None without Secure, so browsers drop it', severe: 'low' });
  if (sameSite !== null && !/^(strict|lax|none)$/.test(sameSite))
    faults.push({ text: 'says a SameSite that does not exist', severe: 'low' });
  if (name.startsWith('__Host-') && (!secure || domain !== null || path !== '/'))
    faults.push({ text: 'breaks the rules of its name (__Host-), so browsers drop it', severe: 'low' });
  if (name.startsWith('__Secure-') && !secure)
    faults.push({ text: 'breaks the rules of its name (__Secure-), so browsers drop it', severe: 'low' });
  if (isSessionCookie(name) && domain !== null && domain !== host && domain === getDomain(host))
    faults.push({ text: `goes to every host of ${domain}`, severe: 'info' });
  if (isSessionCookie(name) && maxAge !== null && maxAge > LONGEST)
    faults.push({ text: `is to be kept for ${Math.round(maxAge / 86_400)} days`, severe: 'info' });
  return faults;
}
