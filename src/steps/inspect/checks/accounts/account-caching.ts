import { type Check, found, pass } from '../check.ts';
import { noTestAccount, urlOf } from './read-accounts.ts';
import { withSession } from './read-session.ts';

/** Whether pages of an account stay behind on shared computers and in caches. */
export const accountCaching: Check = {
  meta: {
    id: 'account-caching',
    area: 'accounts',
    title: 'Pages of an account are not kept by browsers and caches',
    severity: 'medium',
    requires: ['accounts'],
    owner: 'The next person at a shared computer can go back to the customer’s orders; a cache in between can show them to strangers.',
    remedy: 'Send Cache-Control: no-store with every page of an account and every order.',
    references: ['CWE-525', 'ASVS 5.0 14.3.2', 'WSTG-ATHN-06'],
  },
  notFor: noTestAccount,
  judge: (inspection) =>
    withSession(inspection, ({ pages }) => {
      const kept = [...new Map(pages.map((page) => [page.path, page])).values()].filter(
        ({ cacheControl }) => !/no-store/i.test(cacheControl),
      );
      if (kept.length === 0) return pass(`${pages.length} pages with no-store`);
      return found(
        kept.map(({ path, what, cacheControl }) => ({
          key: path,
          severity: /\bpublic\b|s-maxage/i.test(cacheControl) ? 'medium' : 'low',
          title: `${what === 'order' ? 'An order’s page' : 'The account’s page'} may be kept by browsers`,
          url: urlOf(inspection, encodeURI(path)),
          evidence: [{ kind: 'header', text: cacheControl === '' ? 'Cache-Control is not sent' : `Cache-Control: ${cacheControl}` }],
        })),
      );
    }),
};
