import type { SessionCookie } from '../../account-look.ts';
import { type Check, found, pass, unknown, type Weakness } from '../check.ts';
import { isSessionCookie } from '../headers/parse-cookie.ts';
import { noTestAccount, urlOf } from './read-accounts.ts';
import { withSession } from './read-session.ts';

/** Whether the cookies of a signed-in customer are protected. */
export const sessionCookies: Check = {
  meta: {
    id: 'session-cookies',
    area: 'accounts',
    title: 'The cookies of signed-in customers are protected',
    severity: 'medium',
    requires: ['accounts'],
    owner: 'A stolen session cookie opens a customer’s account without a password.',
    remedy: 'Set Secure, HttpOnly and SameSite=Lax on every cookie that a sign-in sets.',
    references: ['CWE-614', 'CWE-1004', 'CWE-1275', 'ASVS 5.0 3.3', 'WSTG-SESS-02'],
  },
  notFor: noTestAccount,
  judge: (inspection) =>
    withSession(inspection, ({ cookies, account }) => {
      const secure = inspection.target.startsWith('https:');
      // What changed at the sign-in is of the session; so is what is called one.
      const own = cookies.filter((cookie) => !cookie.kept || isSessionCookie(cookie.name));
      if (own.length === 0) return unknown('The sign-in set no cookie: the session is kept by scripts.');
      const weaknesses = own.flatMap((cookie) => judgeCookie(cookie, secure, urlOf(inspection, account)));
      return weaknesses.length > 0 ? found(weaknesses) : pass(`${own.map(({ name }) => name).join(', ')}`);
    }),
};

function judgeCookie(cookie: SessionCookie, secure: boolean, url: string): Weakness[] {
  const session = isSessionCookie(cookie.name);
  const missing = [
    ...(secure && !cookie.secure ? ['Secure'] : []),
    ...(session && !cookie.httpOnly ? ['HttpOnly'] : []),
    ...(session && cookie.sameSite === '' ? ['SameSite'] : []),
  ];
  if (missing.length === 0) return [];
  const serious = session && (missing.includes('Secure') || missing.includes('HttpOnly'));
  return [
    {
      key: cookie.name,
      severity: serious ? 'medium' : 'low',
      title: `A sign-in sets the cookie “${cookie.name}” without ${missing.join(', ')}`,
      url,
      evidence: [{ kind: 'header', text: `Set-Cookie: ${cookie.name}=… lacks ${missing.join(', ')}` }],
    },
  ];
}
