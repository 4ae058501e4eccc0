import { siteOf } from '../../collectors/site-of.ts';
import type { Exchange, Inspection } from '../../inspection.ts';
import { shownOf } from '../../page-text.ts';
import type { Place } from './platform-facts.ts';
import { readMarkup } from './read-markup.ts';

/** One thing that a visitor sees and that may be a sign of a platform; `url`: on which page, without query. */
export interface Trace {
  readonly in: Place;
  readonly text: string;
  readonly url: string;
}

const MOST_INLINE = 400_000;

/** Everything that an inspection saw in which platforms show themselves. Text that people read is not among it: a page may speak of anything. Pure. */
export function tracesOf(
  inspection: Pick<Inspection, 'home' | 'homeAgain' | 'pages' | 'payment' | 'insides' | 'libraries' | 'answers'>,
): Trace[] {
  const { home, homeAgain, pages, payment, insides, libraries, answers = [] } = inspection;
  if (home.kind === 'unknown' || home.value.status >= 400) return [];
  const site = siteOf(home.value.finalUrl);
  const seen = [home, ...(homeAgain === null ? [] : [homeAgain]), ...pages.map(({ answer }) => answer)]
    .flatMap((answer) => (answer.kind === 'got' ? [answer.value] : []))
    .filter(({ status, finalUrl }) => status < 400 && siteOf(finalUrl) === site);
  const traces = seen.flatMap((page) => ofPage(page));
  if (payment?.kind === 'got' && siteOf(payment.value.finalUrl) === site) {
    const { headers, scripts, finalUrl } = payment.value;
    traces.push(...ofHeaders(headers, plain(finalUrl)));
    traces.push(
      ...scripts
        .filter(({ party }) => party === 'first')
        .map(({ url }): Trace => ({ in: 'asset', text: pathOf(url), url: plain(finalUrl) })),
    );
  }
  const origin = new URL(home.value.finalUrl).origin;
  traces.push(...insides.graphql.map(({ path }): Trace => ({ in: 'graphql', text: path, url: `${origin}${path}` })));
  traces.push(...(libraries?.marks ?? []).map(({ url, text }): Trace => ({ in: 'script', text, url })));
  traces.push(...answers.flatMap(({ answer }) => (answer.kind === 'got' ? ofAnswer(answer.value) : [])));
  return [...new Map(traces.map((trace) => [`${trace.in}\n${trace.text}`, trace])).values()];
}

/** An answer in HTML is a page, not what an interface says. */
function ofAnswer(answer: Exchange): Trace[] {
  const isPage = /html/i.test(answer.headers['content-type'] ?? '') && /^\s*</.test(answer.body);
  const headers = ofHeaders(answer.headers, plain(answer.finalUrl));
  return isPage ? headers : [...headers, { in: 'answer', text: answer.body.slice(0, 4_096), url: plain(answer.finalUrl) }];
}

function ofPage(page: Exchange): Trace[] {
  const url = plain(page.finalUrl);
  const found = ofHeaders(page.headers, url);
  for (const cookie of page.cookies) found.push({ in: 'cookie', text: (cookie.split('=')[0] ?? '').trim(), url });
  const bodies = page.shown === undefined ? [page.body] : [page.body, shownOf(page)];
  return [...found, ...bodies.flatMap((body) => ofBody(body, page.finalUrl, url))];
}

function ofHeaders(headers: Readonly<Record<string, string>>, url: string): Trace[] {
  return Object.entries(headers)
    .filter(([name]) => name !== 'set-cookie')
    .map(([name, value]) => ({ in: 'header', text: `${name}: ${value.slice(0, 500)}`, url }));
}

function ofBody(body: string, base: string, url: string): Trace[] {
  const { tags, scripts } = readMarkup(body);
  const inline = scripts
    .filter(({ tag }) => !/\ssrc\s*=|\stype\s*=\s*["']?(?!module|text\/javascript|application\/(?:x-)?javascript)[a-z]/i.test(tag))
    .map(({ text }): Trace => ({ in: 'inline', text: text.slice(0, MOST_INLINE), url }));
  const generators = tags.flatMap((tag) => (/^<meta\b[^>]*\bname\s*=\s*["']?generator\b/i.test(tag) ? attributeOf(tag, 'content') : []));
  return [
    ...inline,
    ...generators.map((text): Trace => ({ in: 'generator', text: text.trim(), url })),
    ...tags.map((text): Trace => ({ in: 'markup', text, url })),
    ...tags.flatMap((tag) => filesOf(tag, base)).map((file): Trace => ({ ...file, url })),
  ];
}

/** What a tag loads or sends to: a link that people may follow is none. */
function filesOf(tag: string, base: string): Pick<Trace, 'in' | 'text'>[] {
  const names = /^<(script|img|source|iframe|video|input)\b/i.test(tag) ? ['src', 'data-src'] : /^<link\b/i.test(tag) ? ['href'] : [];
  return names.flatMap((name) =>
    attributeOf(tag, name).flatMap((value) => {
      const file = URL.parse(value.replaceAll('&amp;', '&').replaceAll('&#038;', '&'), base);
      if (file === null || !/^https?:$/.test(file.protocol)) return [];
      const isOwn = siteOf(file.href) === siteOf(base);
      return [
        isOwn ? { in: 'asset' as const, text: pathOf(file.href) } : { in: 'foreign' as const, text: `${file.host}${pathOf(file.href)}` },
      ];
    }),
  );
}

function attributeOf(tag: string, name: string): string[] {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>"']+))`, 'i').exec(tag);
  const value = match?.[1] ?? match?.[2] ?? match?.[3];
  return value === undefined ? [] : [value];
}

function pathOf(url: string): string {
  const parsed = URL.parse(url);
  return parsed === null ? '' : `${parsed.pathname}${parsed.search}`;
}

function plain(url: string): string {
  return url.split(/[?#]/)[0] ?? url;
}
