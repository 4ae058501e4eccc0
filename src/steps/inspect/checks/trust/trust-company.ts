import { companyNumbersIn } from '../../trust-marks.ts';
import { type Check, found, pass, unknown } from '../check.ts';
import { withShop } from './read-shop.ts';

/** Whether a number of the company stands on the pages (VAT, register), and its check digits hold. */
export const trustCompany: Check = {
  meta: {
    id: 'trust-company',
    area: 'trust',
    title: 'The company can be looked up by its number',
    severity: 'low',
    requires: ['home', 'pages'],
    owner: 'Nobody can look up whether your company exists, so checkers of fake shops flag it.',
    remedy: 'Write the VAT number and the number in the register of companies into the imprint.',
    references: ['Directive 2000/31/EC Art. 5', 'Council Directive 2006/112/EC Art. 214'],
  },
  judge: (inspection) =>
    withShop(inspection, ({ text, url, unread, looked }) => {
      const numbers = companyNumbersIn(text);
      const wrong = numbers.filter(({ isValid }) => isValid === false);
      const right = numbers.filter(({ isValid }) => isValid !== false);
      if (right.length > 0)
        return pass(
          `a number of a company (${[...new Set(right.map(({ country }) => country))].join(', ')}) stands on the pages`,
          'request',
        );
      if (wrong.length > 0) {
        const evidence = [{ kind: 'request' as const, text: `the check digits of the number (${wrong[0]?.country}) do not hold` }];
        return found([
          { key: 'wrong', severity: 'low', title: 'The company’s number on the pages is no number that exists', url, evidence },
        ]);
      }
      if (unread !== null) return unknown(unread);
      const evidence = [{ kind: 'request' as const, text: `no VAT or register number in a known form on ${looked}` }];
      return found([{ key: 'missing', severity: 'low', title: 'No VAT or register number stands on the pages', url, evidence }]);
    }),
};
