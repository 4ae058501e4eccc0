import { type Check, found, pass, unknown } from '../check.ts';
import { urlOf } from './read-accounts.ts';
import { noLetters, withLink } from './read-letters.ts';

/** Whether the page behind the letter's link tells its secret to other sites. */
export const resetPageLeak: Check = {
  meta: {
    id: 'reset-page-leak',
    area: 'accounts',
    title: 'The page for a new password tells its secret to nobody else',
    severity: 'medium',
    requires: ['accounts'],
    owner: 'Firms whose scripts or pictures are on that page get the secret with which the customer’s password is set.',
    remedy:
      'Take the secret out of the address at once (keep it in the session and redirect), send Referrer-Policy: no-referrer on that page, and load no scripts of others there.',
    references: ['CWE-598', 'CWE-640', 'WSTG-ATHN-09'],
  },
  notFor: noLetters,
  judge: (inspection) =>
    withLink(inspection, ({ page }) => {
      if (page.kind === 'unknown') return unknown(page.reason);
      const { told, asks, status } = page.value;
      if (told.length === 0) {
        if (!asks) return unknown(`The link did not open a form for a new password (${status}).`);
        return pass('no request to another site held the link’s secret', 'request');
      }
      return found([
        {
          ...{
            key: 'told',
            severity: 'medium',
            title: 'The secret for a new password is told to other sites',
            url: urlOf(inspection, '/'),
          },
          evidence: told.map(({ host, how }) => ({ kind: 'request' as const, text: `${host} got it in the ${how}` })),
        },
      ]);
    }),
};
