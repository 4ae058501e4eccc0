import { trustMarks } from '../../trust-marks.ts';
import { type Check, found, pass, unknown } from '../check.ts';
import { withShop } from './read-shop.ts';

/** Whether a page says who keeps the shop. */
export const trustImprint: Check = {
  meta: {
    id: 'trust-imprint',
    area: 'trust',
    title: 'A page says who keeps the shop',
    severity: 'low',
    requires: ['home', 'pages'],
    owner: 'Customers and checkers of fake shops take a shop that does not say who it is for a fraud.',
    remedy:
      'Link an imprint (legal notice, 特定商取引法に基づく表記) with company, address, register and contact in the footer of every page.',
    remedies: {
      shopware: 'Settings → Basic information: Imprint page; Shop pages → Service menu.',
      prestashop: 'Design → Pages: Legal Notice, then Link List module.',
      wordpress: 'A page “Imprint”, linked in the footer menu.',
    },
    references: ['Directive 2000/31/EC Art. 5', 'Directive 2011/83/EU Art. 6'],
  },
  judge: (inspection) =>
    withShop(inspection, ({ has, url, lang, unread }) => {
      if (has.has('imprint')) return pass('an imprint is linked and answers', 'request');
      if (unread !== null) return unknown(unread);
      const law = trustMarks().law.find((row) => row.lang === lang)?.imprint;
      const title = 'No page says who keeps the shop';
      const isBroken = inspection.pages.some(
        ({ kind, answer }) => kind === 'imprint' && answer.kind === 'got' && answer.value.status >= 400,
      );
      const what = isBroken ? 'the link to it leads to a page that does not exist' : 'no link to an imprint, a legal notice or the company';
      const text = `${what}${law === undefined ? '' : `; ${law} demands it`}`;
      return found([{ key: 'imprint', severity: law === undefined ? 'low' : 'medium', title, url, evidence: [{ kind: 'request', text }] }]);
    }),
};
