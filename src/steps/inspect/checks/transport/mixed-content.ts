import { attributeOf, startTagsOf } from '../../page-pieces.ts';
import { type Check, found, pass, unknown } from '../check.ts';
import { isSecure, withHome } from '../read-home.ts';

const LOADING = ['script', 'img', 'iframe', 'link', 'audio', 'video', 'source', 'embed', 'object', 'form'];
const ACTIVE: ReadonlySet<string> = new Set(['script', 'iframe', 'object', 'embed', 'form']);

/** Whether a page over HTTPS loads or sends over plain HTTP. Ordinary links and `rel` other than style sheets do not count. */
export const mixedContent: Check = {
  meta: {
    id: 'mixed-content',
    area: 'transport',
    title: 'Nothing is loaded over plain HTTP',
    severity: 'medium',
    requires: ['home'],
    owner: 'A part of the page can be exchanged on the way, and with it everything on the page.',
    remedy: 'Load everything over https://; “Content-Security-Policy: upgrade-insecure-requests” helps during the change.',
    references: ['CWE-319', 'ASVS 5.0 12.2.1', 'W3C Mixed Content'],
  },
  notFor: (inspection) => (inspection.target.startsWith('https:') ? null : 'the shop is inspected over plain HTTP'),
  judge: (inspection) =>
    withHome(inspection, (home) => {
      if (!isSecure(home)) return pass('the page itself is not over HTTPS, see https-redirect', 'request');
      const loads = startTagsOf(home.body, LOADING)
        .map(({ name, tag }) => ({
          tag: name,
          url: attributeOf(tag, '(?:src|href|data|action)') ?? '',
          rel: attributeOf(tag, 'rel') ?? '',
        }))
        .filter(({ tag, url, rel }) => /^http:\/\//i.test(url) && (tag !== 'link' || /^(stylesheet|preload|modulepreload)/i.test(rel)));
      if (loads.length === 0 && home.truncated) return unknown('the home page was not read to its end');
      if (loads.length === 0) return pass('nothing in the home page is loaded over plain HTTP', 'request');
      const active = loads.some(({ tag }) => ACTIVE.has(tag));
      const evidence = loads.slice(0, 10).map(({ tag, url }) => ({ kind: 'request' as const, text: `<${tag}> ${url.slice(0, 200)}` }));
      const title = active ? 'The page loads scripts, frames or forms over plain HTTP' : 'The page loads pictures over plain HTTP';
      return found([{ key: 'home', severity: active ? 'high' : 'low', title, url: home.finalUrl, evidence }]);
    }),
};
