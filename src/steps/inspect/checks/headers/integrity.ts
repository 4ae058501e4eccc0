import { siteOf } from '../../collectors/site-of.ts';
import type { Inspection } from '../../inspection.ts';
import { type Check, found, pass, unknown, type Weakness } from '../check.ts';
import { loadsOf, pagesOf } from '../pages-of.ts';
import { withHome } from '../read-home.ts';

/** Whether scripts and styles of other sites are pinned by their hash (SRI). */
export const integrity: Check = {
  meta: {
    id: 'integrity',
    area: 'headers',
    title: 'Scripts of other sites run only as they were checked',
    severity: 'low',
    requires: ['home', 'pages'],
    owner: 'Whoever breaks into one of these sites reads what your customers type.',
    remedy:
      'Serve the file from your own shop, or add integrity="sha384-…" and crossorigin; where the provider changes it, keep it off pages with forms.',
    references: ['CWE-353', 'CWE-829', 'ASVS 5.0 3.6.1', 'PCI DSS 4.0.1 6.4.3', 'WSTG-CLNT-13'],
  },
  judge: (inspection) =>
    withHome(inspection, () => {
      const loads = unpinned(inspection);
      const cut = pagesOf(inspection).find(({ page }) => page.truncated);
      if (loads.length === 0 && cut) return unknown(`the page “${cut.kind}” was not read to its end`);
      if (loads.length === 0) return pass('no script or style of another site without a hash', 'script');
      const byHost = Map.groupBy(loads, ({ url }) => new URL(url).host);
      return found(
        [...byHost].map(([host, list]): Weakness => {
          const isScript = list.some(({ tag }) => tag === 'script');
          const evidence = list.slice(0, 5).map(({ tag, url }) => ({
            kind: 'script' as const,
            text: `<${tag}> ${(url.split(/[?#]/)[0] ?? '').slice(0, 200)} on the page “${list[0]?.kind}”`,
          }));
          return {
            key: host,
            severity: isScript ? 'low' : 'info',
            title: `${isScript ? 'Scripts' : 'Styles'} of ${host} run unchecked`,
            url: `https://${host}`,
            evidence,
          };
        }),
      );
    }),
};

function unpinned(inspection: Inspection) {
  const seen = new Map<string, { kind: string; tag: string; url: string }>();
  for (const { kind, page } of pagesOf(inspection)) {
    for (const { tag, attributes, url } of loadsOf(page, ['script', 'link'])) {
      if (tag === 'link' && !/\brel\s*=\s*["']?[^"'>]*stylesheet/i.test(attributes)) continue;
      if (siteOf(url) === siteOf(page.finalUrl) || /\bintegrity\s*=\s*["']?sha(256|384|512)-/i.test(attributes)) continue;
      if (!seen.has(url)) seen.set(url, { kind, tag, url });
    }
  }
  return [...seen.values()];
}
