import { siteOf } from '../collectors/site-of.ts';
import type { PaymentPage } from '../inspection.ts';

/** A policy made from what stands on the payment page today. */
export interface SuggestedPolicy {
  /** Headers that only report: nothing breaks. */
  readonly observe: string;
  /** The policy that would hold; to be tried as a report first. */
  readonly enforce: string;
  /** Whether scripts in the page itself stand in the way of a policy that holds. */
  readonly inline: boolean;
  /** Whether reports travel over HTTPS: from a page over HTTPS no browser sends them otherwise. */
  readonly isSecure: boolean;
}

/**
 * Writes the headers for a payment page. `hosts`: those that people authorised; what else stands on the page is not let in, or a thief's host
 * would be. Before anybody has authorised anything (`null`) the page is taken as it is. `address`: where browsers report. Pure.
 * The observing one lets nothing through that is not listed, so that what is new is reported; the enforcing one asks for a nonce.
 */
export function suggestPolicy(page: PaymentPage, hosts: readonly string[] | null, address: string): SuggestedPolicy {
  const shop = siteOf(page.finalUrl);
  const own = new URL(page.finalUrl).host;
  const isLetIn = (host: string) => hosts === null || hosts.includes(host);
  const foreign = (url: string) => {
    const parsed = URL.parse(url);
    const isForeign = parsed !== null && /^(https?|wss?):$/.test(parsed.protocol) && parsed.host !== own;
    return isForeign && isLetIn(parsed.host) ? [parsed.host] : [];
  };
  const scripts = page.scripts.filter(({ party }) => party === 'first' || party === 'third').flatMap(({ url }) => foreign(url));
  const frames = page.frames.flatMap(({ url }) => foreign(url));
  const actions = page.forms.flatMap(({ action }) => foreign(action));
  const talks = [...page.hosts.map(({ host }) => host).filter((host) => host !== own && isLetIn(host)), ...(hosts ?? [])];
  const inline = page.scripts.some(({ party }) => party === 'inline');
  const evaluates = page.scripts.some(({ party }) => party === 'eval');
  const sources = (list: readonly string[], ...more: readonly string[]) =>
    ["'self'", ...more, ...new Set(list.filter((host) => siteOf(`https://${host}`) !== null && /^[a-z0-9.:-]+$/i.test(host)))].join(' ');
  const lists = (more: readonly string[]) => [
    `default-src ${sources(talks)}`,
    `script-src ${sources(scripts, ...more, ...(evaluates ? ["'unsafe-eval'"] : []))}`,
    `connect-src ${sources(talks)}`,
    `img-src ${sources(talks, 'data:')}`,
    `style-src ${sources(talks, "'unsafe-inline'")}`,
    `font-src ${sources(talks, 'data:')}`,
    `frame-src ${sources(frames)}`,
    `form-action ${sources(actions)}`,
  ];
  // Browsers that know report-to use nothing else, and send to HTTPS only; the others go by report-uri.
  const isSecure = address.startsWith('https:');
  const report = `${isSecure ? 'report-to shopbell; ' : ''}report-uri ${address}`;
  const endpoints = isSecure ? `Reporting-Endpoints: shopbell="${address}"\n` : '';
  const observe = [...lists(inline ? ["'unsafe-inline'"] : []), report].join('; ');
  const enforce = [
    ...lists(inline ? ["'nonce-…'"] : []),
    "object-src 'none'",
    "base-uri 'none'",
    `frame-ancestors ${shop === null ? "'none'" : "'self'"}`,
    report,
  ].join('; ');
  return {
    observe: `${endpoints}Content-Security-Policy-Report-Only: ${observe}`,
    enforce: `${endpoints}Content-Security-Policy: ${enforce}`,
    inline,
    isSecure,
  };
}
