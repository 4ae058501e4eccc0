import type { PageKind } from '../../page-words.ts';
import { trustMarks } from '../../trust-marks.ts';
import { type Check, found, pass, unknown, type Weakness } from '../check.ts';
import { withShop } from './read-shop.ts';

const wanted: readonly (readonly [PageKind, string])[] = [
  ['terms', 'terms of sale'],
  ['privacy', 'a privacy notice'],
  ['returns', 'a word on returns and withdrawal'],
];

/** Whether the pages that customers look for before they pay are there: terms, privacy, returns. */
export const trustPages: Check = {
  meta: {
    id: 'trust-pages',
    area: 'trust',
    title: 'Terms, privacy notice and returns can be read before paying',
    severity: 'low',
    requires: ['home', 'pages'],
    owner: 'Customers do not know their rights and go elsewhere; without the privacy notice an authority may fine you.',
    remedy: 'Link terms, privacy notice and returns in the footer of every page.',
    references: ['Directive 2011/83/EU Art. 6', 'GDPR Art. 13', '特定商取引法 11'],
  },
  judge: (inspection) =>
    withShop(inspection, ({ has, url, lang, cut }) => {
      const law = trustMarks().law.find((row) => row.lang === lang)?.privacy;
      const broken = new Set(
        inspection.pages.flatMap(({ kind, answer }) => (answer.kind === 'got' && answer.value.status >= 400 ? [kind] : [])),
      );
      const silent = new Set(inspection.pages.flatMap(({ kind, answer }) => (answer.kind === 'unknown' ? [kind] : [])));
      // A page that is linked and did not answer this time is no missing page.
      const missing = wanted.filter(([kind]) => !has.has(kind) && !silent.has(kind));
      if (missing.length === 0) return pass(`linked: ${wanted.map(([kind]) => kind).join(', ')}`, 'request');
      if (cut !== null && missing.every(([kind]) => !broken.has(kind))) return unknown(cut);
      return found(
        missing.map(([kind, what]): Weakness => {
          const demanded = kind === 'privacy' && law !== undefined;
          const text = `${broken.has(kind) ? 'the link leads to a page that does not exist' : 'no link on the home page leads there'}${demanded ? `; ${law} demands it` : ''}`;
          return {
            key: kind,
            severity: demanded ? 'medium' : 'low',
            title: `The shop shows no ${what.replace(/^an? /, '')}`,
            url,
            evidence: [{ kind: 'request', text }],
          };
        }),
      );
    }),
};
