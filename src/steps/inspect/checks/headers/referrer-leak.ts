import { siteOf } from '../../collectors/site-of.ts';
import { attributeOf, startTagsOf } from '../../page-pieces.ts';
import { type Check, found, pass, type Weakness } from '../check.ts';
import { loadsOf, pagesOf, type SeenPage } from '../pages-of.ts';
import { withHome } from '../read-home.ts';

const LEAKY = /^(unsafe-url|no-referrer-when-downgrade)$/i;
const SESSION = /[?&;](PHPSESSID|jsessionid|sid|sessionid|session_id|osCsid|zenid|access_token)=/i;

/** Whether order numbers, mail addresses and sessions in addresses reach other sites: by a lax referrer policy, or by links that carry them. */
export const referrerLeak: Check = {
  meta: {
    id: 'referrer-leak',
    area: 'headers',
    title: 'Addresses with order numbers, mail addresses or sessions stay in the shop',
    severity: 'medium',
    requires: ['home', 'pages'],
    owner: 'The sites whose pictures and scripts you use learn order numbers and mail addresses, or get a customer’s session.',
    remedy:
      'Send “Referrer-Policy: strict-origin-when-cross-origin”, take lax policies out of pages and tags, and keep sessions out of addresses (PHP: session.use_only_cookies=1, session.use_trans_sid=0).',
    references: ['CWE-200', 'CWE-598', 'ASVS 5.0 14.2.1', 'WSTG-SESS-04'],
  },
  judge: (inspection) =>
    withHome(inspection, () => {
      const pages = pagesOf(inspection);
      const weaknesses = pages.flatMap((seen) => [...laxPolicy(seen), ...sessionsInLinks(seen)]);
      if (weaknesses.length > 0) return found([...new Map(weaknesses.map((one) => [one.key, one])).values()]);
      return pass(`addresses of ${pages.map(({ kind }) => kind).join(', ')} are not told to other sites, and carry no session`, 'request');
    }),
};

function laxPolicy({ kind, page }: SeenPage): Weakness[] {
  const meta = startTagsOf(page.body, ['meta']).find(({ tag }) => /^referrer$/i.test(attributeOf(tag, 'name') ?? ''))?.tag;
  const wanted =
    [/\bcontent\s*=\s*["']?([\w-]+)/i.exec(meta ?? '')?.[1], page.headers['referrer-policy']?.split(',').at(-1)?.trim()].find(Boolean) ??
    '';
  const foreign = loadsOf(page, ['script', 'img', 'iframe', 'link']).filter(({ url }) => siteOf(url) !== siteOf(page.finalUrl));
  const told = foreign.filter(({ attributes }) => LEAKY.test(/\breferrerpolicy\s*=\s*["']?([\w-]+)/i.exec(attributes)?.[1] ?? wanted));
  const hosts = [...new Set(told.map(({ url }) => new URL(url).host))];
  if (hosts.length === 0) return [];
  const isPersonal = /[?&](order|email|e-?mail|token|key|customer)[\w-]*=/i.test(page.finalUrl);
  const evidence = [
    {
      kind: 'request' as const,
      text: `the page “${kind}” tells its whole address to ${hosts.slice(0, 5).join(', ')} (${wanted || 'by the tag itself'})`,
    },
  ];
  return [
    {
      key: 'policy',
      severity: isPersonal ? 'medium' : 'low',
      title: 'Whole addresses of pages are told to other sites',
      url: page.finalUrl,
      evidence,
    },
  ];
}

function sessionsInLinks({ kind, page }: SeenPage): Weakness[] {
  const [link] = [...page.body.matchAll(/\bhref\s*=\s*["']([^"']+)/gi)]
    .map(([, href = '']) => href.replaceAll('&amp;', '&'))
    .filter((href) => SESSION.test(href));
  if (link === undefined) return [];
  const name = SESSION.exec(link)?.[1];
  const evidence = [{ kind: 'request' as const, text: `a link on the page “${kind}” carries ${name}=…` }];
  return [{ key: 'session', severity: 'medium', title: 'Sessions stand in addresses', url: page.finalUrl.split('?')[0] ?? '', evidence }];
}
