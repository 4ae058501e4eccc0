import type { Weakness } from '../check.ts';
import { type Check, found, pass } from '../check.ts';
import { isSecure, withHome } from '../read-home.ts';
import { isSessionCookie, parseCookie, type SetCookie } from './parse-cookie.ts';

/** Whether cookies are kept from scripts, from plain HTTP and from other sites. */
export const cookies: Check = {
  meta: {
    id: 'cookies',
    area: 'headers',
    title: 'Session cookies are protected',
    severity: 'medium',
    requires: ['home'],
    owner: 'A stolen session cookie opens a customer’s account without a password.',
    remedy: 'Set Secure, HttpOnly and SameSite=Lax on every session cookie.',
    references: ['CWE-614', 'CWE-1004', 'CWE-1275', 'ASVS 5.0 3.3', 'WSTG-SESS-02'],
  },
  judge: (inspection) =>
    withHome(inspection, (home) => {
      const set = home.cookies.map(parseCookie).filter((cookie) => cookie !== null);
      const weaknesses = set.map((cookie) => judgeCookie(cookie, isSecure(home), home.finalUrl)).filter((weakness) => weakness !== null);
      return weaknesses.length > 0 ? found(weaknesses) : pass(`${set.length} cookies set on the home page, none unprotected`);
    }),
};

function judgeCookie(cookie: SetCookie, secure: boolean, url: string): Weakness | null {
  const session = isSessionCookie(cookie.name);
  const missing = [
    ...(secure && !cookie.secure ? ['Secure'] : []),
    ...(session && !cookie.httpOnly ? ['HttpOnly'] : []),
    ...(session && cookie.sameSite === null ? ['SameSite'] : []),
  ];
  if (missing.length === 0) return null;
  const serious = session && (missing.includes('Secure') || missing.includes('HttpOnly'));
  return {
    key: cookie.name,
    severity: serious ? 'medium' : 'low',
    title: `The cookie “${cookie.name}” is set without ${missing.join(', ')}`,
    url,
    evidence: [{ kind: 'header', text: `Set-Cookie: ${cookie.name}=… lacks ${missing.join(', ')}` }],
  };
}
