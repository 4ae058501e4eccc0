import { textOf } from '../../page-text.ts';
import { type Check, found, notApplicable, pass } from '../check.ts';
import { withShop } from './read-shop.ts';

/** Whether the year of the copyright line is a recent one. */
export const trustAge: Check = {
  meta: {
    id: 'trust-age',
    area: 'trust',
    title: 'The shop looks kept up',
    severity: 'info',
    requires: ['home', 'pages', 'startedAt'],
    owner: 'An old year in the footer makes customers think that nobody is there any more.',
    remedy: 'Let the footer write the present year by itself.',
    references: [],
  },
  judge: (inspection) =>
    withShop(inspection, ({ body, url }) => {
      const now = Number(inspection.startedAt.slice(0, 4));
      const lines = [...textOf(body).matchAll(/(?:©|\(c\)|copyright)[^\n]{0,60}?\b((?:19|20)\d\d)\b(?:\s*[-–—]\s*((?:19|20)\d\d))?/gi)];
      const years = lines.map(([, from, to]) => Number(to ?? from)).filter((year) => year <= now + 1);
      if (years.length === 0) return notApplicable('no year stands in the footer');
      const last = Math.max(...years);
      if (last >= now - 1) return pass(`© ${last}`, 'request');
      return found([
        {
          key: 'year',
          severity: 'info',
          title: `The footer says ${last}`,
          url,
          evidence: [{ kind: 'request', text: `© ${last}, ${now - last} years ago` }],
        },
      ]);
    }),
};
