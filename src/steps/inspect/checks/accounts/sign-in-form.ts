import { getDomain } from 'tldts';
import { type Check, found, pass, unknown, type Weakness } from '../check.ts';
import { accountsOf, noForms } from './read-accounts.ts';

/** Where the password goes when a customer signs in. */
export const signInForm: Check = {
  meta: {
    id: 'sign-in-form',
    area: 'accounts',
    title: 'The sign-in sends the password over HTTPS, to the shop itself, and not in an address',
    severity: 'high',
    requires: ['accounts'],
    owner: 'Passwords of customers can be read on their way or end up with somebody else.',
    remedy: 'Serve the sign-in over HTTPS, and let its form use method="post" and an https:// action on the shop’s own site.',
    references: ['CWE-319', 'CWE-598', 'ASVS 5.0 12.2.1', 'ASVS 5.0 14.2.1', 'WSTG-ATHN-01'],
  },
  notFor: noForms,
  judge: (inspection) => {
    const { signIn } = accountsOf(inspection);
    if (signIn.kind === 'unknown') return unknown(signIn.reason);
    const { url, form } = signIn.value;
    const weakness = (key: string, title: string, text: string): Weakness => ({
      ...{ key, severity: 'high', title, url },
      evidence: [{ kind: 'request', text }],
    });
    const plain = inspection.target.startsWith('https:') && [url, form.action].some((place) => place.startsWith('http:'));
    const elsewhere = siteOf(form.action) !== siteOf(inspection.target);
    const weaknesses = [
      ...(plain ? [weakness('plain', 'The sign-in sends passwords over plain HTTP', `page ${url}, form action ${form.action}`)] : []),
      ...(elsewhere ? [weakness('elsewhere', 'The sign-in sends passwords to another site', `form action ${form.action}`)] : []),
      ...(form.plain && form.method === 'get'
        ? [weakness('address', 'The sign-in puts the password into an address', `form method ${form.method}, action ${form.action}`)]
        : []),
    ];
    return weaknesses.length > 0 ? found(weaknesses) : pass(`form ${form.method} to ${form.action}`, 'request');
  },
};

function siteOf(url: string): string {
  const { hostname, host } = new URL(url);
  return getDomain(hostname) ?? host;
}
