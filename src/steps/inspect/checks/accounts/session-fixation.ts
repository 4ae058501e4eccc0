import { type Check, found, pass, unknown } from '../check.ts';
import { noTestAccount, urlOf } from './read-accounts.ts';
import { withSession } from './read-session.ts';

/** Whether a session that somebody else knows becomes the customer’s. */
export const sessionFixation: Check = {
  meta: {
    id: 'session-fixation',
    area: 'accounts',
    title: 'Signing in gives a new session',
    severity: 'high',
    requires: ['accounts'],
    owner: 'Whoever slipped a customer a session before the sign-in is signed in with them.',
    remedy: 'Make a new session identifier at every sign-in and end the old one (PHP: session_regenerate_id(true)).',
    references: ['CWE-384', 'ASVS 5.0 7.2.4', 'WSTG-SESS-03'],
  },
  notFor: noTestAccount,
  judge: (inspection) =>
    withSession(inspection, ({ fixed, carried, before, account, cookies }) => {
      if (fixed.kind === 'unknown') return unknown(fixed.reason);
      if (fixed.value) {
        const kept = cookies.filter((cookie) => cookie.kept).map(({ name }) => name);
        return found([
          {
            ...{ key: 'fixed', severity: 'high', title: 'The session from before the sign-in is signed in afterwards' },
            url: urlOf(inspection, account),
            evidence: [
              { kind: 'request', text: `${account} with the ${before} cookies from before; unchanged: ${kept.join(', ') || 'none'}` },
            ],
          },
        ]);
      }
      if (carried.kind !== 'got' || !carried.value) return unknown('The session is not in cookies, so old ones prove nothing.');
      return pass(
        `the ${before} cookies from before the sign-in do not open ${account}; the new ones do, in another browser too`,
        'request',
      );
    }),
};
