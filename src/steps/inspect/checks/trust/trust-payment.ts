import { markPattern, trustMarks } from '../../trust-marks.ts';
import { type Check, found, pass, unknown } from '../check.ts';
import { withShop } from './read-shop.ts';

/** Whether ways to pay are named by which customers get their money back. */
export const trustPayment: Check = {
  meta: {
    id: 'trust-payment',
    area: 'trust',
    title: 'Ways to pay are named by which customers get their money back',
    severity: 'low',
    requires: ['home', 'pages'],
    owner: 'Shops that take prepayment only are the first sign of a fraud on every list of advice.',
    remedy:
      'Name at least one way to pay with protection of buyers (card, PayPal, Klarna, BLIK, invoice, コンビニ) on home page and product pages.',
    references: ['Directive 2011/83/EU Art. 8'],
  },
  judge: (inspection) =>
    withShop(inspection, ({ text, body, url }) => {
      // Pictures of cards carry the names too.
      const names = [...body.matchAll(/\b(?:alt|title|aria-label|src|xlink:href|class|id)\s*=\s*["']([^"']{2,200})/gi)]
        .map(([, value = '']) => value.replace(/[-_/.]/g, ' '))
        .join('\n');
      const all = `${text}\n${names}`;
      const safe = markPattern(trustMarks().payments.safe).exec(all)?.[0];
      if (safe !== undefined) return pass(`named: ${safe}`, 'request');
      const risky = markPattern(trustMarks().payments.risky).exec(text)?.[0];
      if (risky === undefined) return unknown('No way to pay is named on the pages that were read.');
      const evidence = [{ kind: 'request' as const, text: `named is only: ${risky}` }];
      return found([{ key: 'risky', severity: 'low', title: 'Only ways to pay without protection of buyers are named', url, evidence }]);
    }),
};
