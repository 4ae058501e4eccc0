import type { Translate } from '#web/types.ts';
import { textIn } from './announcements.ts';
import type { Snapshot } from './snapshot.ts';
import type { StatusLanguage } from './status-words.ts';

interface Entry {
  readonly id: string;
  readonly at: string;
  readonly title: string;
  readonly text: string;
  readonly link: string;
}

const MOST = 100;

interface Feed {
  readonly snapshot: Snapshot;
  readonly locale: StatusLanguage;
  readonly t: Translate;
}

/** Everything that was told or seen, the newest first, as Atom (RFC 4287). */
export function renderAtom({ snapshot, locale, t }: Feed): string {
  const entries = entriesOf(snapshot, locale, t);
  const self = `${snapshot.url}/feed.atom?lang=${locale}`;
  const head = [
    `<id>${escapeXml(snapshot.url)}</id>`,
    `<title>${escapeXml(t('watch.status.title', { shop: snapshot.shop }))}</title>`,
    `<updated>${entries[0]?.at ?? snapshot.parts[0]?.since ?? snapshot.asOf}</updated>`,
    `<author><name>${escapeXml(snapshot.shop)}</name></author>`,
    `<link href="${escapeXml(`${snapshot.url}?lang=${locale}`)}"/><link rel="self" href="${escapeXml(self)}"/>`,
  ];
  const items = entries.map(
    ({ id, at, title, text, link }) =>
      `<entry><id>${escapeXml(id)}</id><title>${escapeXml(title)}</title><updated>${at}</updated><link href="${escapeXml(link)}"/><content type="text">${escapeXml(text)}</content></entry>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${locale}">${[...head, ...items].join('\n')}</feed>\n`;
}

/** The same as RSS 2.0. */
export function renderRss({ snapshot, locale, t }: Feed): string {
  const title = escapeXml(t('watch.status.title', { shop: snapshot.shop }));
  const head = `<title>${title}</title><link>${escapeXml(`${snapshot.url}?lang=${locale}`)}</link><description>${title}</description><language>${locale}</language>`;
  const items = entriesOf(snapshot, locale, t).map(
    (one) =>
      `<item><guid isPermaLink="false">${escapeXml(one.id)}</guid><title>${escapeXml(one.title)}</title><pubDate>${new Date(one.at).toUTCString()}</pubDate><link>${escapeXml(one.link)}</link><description>${escapeXml(one.text)}</description></item>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>${[head, ...items].join('\n')}</channel></rss>\n`;
}

function entriesOf(snapshot: Snapshot, locale: StatusLanguage, t: Translate): Entry[] {
  const told = snapshot.announcements.flatMap(({ id, titles, posts }) =>
    posts.map((post) => ({
      ...{ id: `${snapshot.url}#${post.id}`, at: post.at, link: `${snapshot.url}?lang=${locale}#${id}` },
      title: `${textIn(titles, locale, snapshot.language).text} – ${t(`watch.status.post.${post.kind}`)}`,
      text: textIn(post.texts, locale, snapshot.language).text,
    })),
  );
  const seen = snapshot.troubles.flatMap(({ part, from, to }) => {
    const entry = (at: string, state: 'trouble' | 'fine') => {
      const words = t(`watch.status.mail.part-${state}`, { part: t(`watch.status.part.${part}`), shop: snapshot.shop });
      return {
        id: `${snapshot.url}#${part}-${Date.parse(from)}-${state}`,
        at,
        link: `${snapshot.url}?lang=${locale}`,
        title: words,
        text: words,
      };
    };
    return to === null ? [entry(from, 'trouble')] : [entry(to, 'fine'), entry(from, 'trouble')];
  });
  return [...told, ...seen].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)).slice(0, MOST);
}

/** Whatever people wrote, the document stays one: markup is text, and what XML cannot hold is left out. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}
