import { productFiles } from '#engines/files/product-files.ts';
import type { House } from '#engines/house.ts';
import { SECOND } from '#kernel/time.ts';
import { readPublicFiles } from '#web/assets.ts';
import { copiedLinks } from './page-links.ts';
import { renderAtom, renderRss } from './render-feed.ts';
import { renderStatus, wordsOfInstant } from './render-status.tsx';
import type { Snapshot } from './snapshot.ts';
import { statusTexts } from './status-texts.ts';
import { type StatusLanguage, statusLanguages } from './status-words.ts';

export interface StatusWriter {
  /** Writes a page in every language, its feeds and its JSON when something changed, and its instant every few seconds. */
  write(slug: string, snapshot: Snapshot): Promise<void>;
  /** Nothing changed: sets only the instant of a page that this writer wrote before. Whether it did. */
  stamp(slug: string, asOf: Date): Promise<boolean>;
  /** Removes the folders of pages that are published no longer. */
  keepOnly(slugs: readonly string[]): Promise<void>;
}

const STAMP_EVERY_MS = 6 * SECOND;
/** Stand in a drawn page for its instant, so that a new one costs no new drawing. */
const ISO = '2000-01-01T00:00:00.000Z';
const WORDS = '⟨as of⟩';

interface Written {
  readonly snapshot: Snapshot;
  readonly content: string;
  readonly pages: readonly { readonly language: StatusLanguage; readonly html: string }[];
  readonly at: number;
}

/** Writes status pages as files that any web server can serve while nothing of ours runs: `{slug}/index.html`, `en.html`, `feed.atom`, … */
export function openStatusWriter({ published, clock }: Pick<House, 'published' | 'clock'>): StatusWriter {
  const files = readPublicFiles(productFiles);
  const written = new Map<string, Written>();
  let kept: string | null = null;

  const draw = async (slug: string, snapshot: Snapshot): Promise<Written['pages']> => {
    for (const { name, content } of [files.style, files.icon]) await published.write(`${slug}/${name}`, content);
    for (const locale of statusLanguages) {
      const feed = { snapshot, locale, t: statusTexts(locale) };
      const names = locale === snapshot.language ? [locale, 'feed'] : [locale];
      for (const name of names) {
        await published.write(`${slug}/${name}.atom`, renderAtom(feed));
        await published.write(`${slug}/${name}.rss`, renderRss(feed));
      }
    }
    const assets = { style: files.style.name, icon: files.icon.name };
    const drawing = statusLanguages.map(async (language) => {
      const links = copiedLinks(snapshot.url, language, assets);
      const wish = { snapshot, locale: language, t: statusTexts(language), links, age: 'copy', asOf: { iso: ISO, words: WORDS } } as const;
      return { language, html: await renderStatus(wish) };
    });
    return Promise.all(drawing);
  };

  const write = async (slug: string, snapshot: Snapshot): Promise<void> => {
    const content = JSON.stringify({ ...snapshot, asOf: '' });
    const before = written.get(slug);
    const isNew = before?.content !== content;
    if (!isNew && clock.ticks() - before.at < STAMP_EVERY_MS) return;
    const pages = isNew ? await draw(slug, snapshot) : before.pages;
    await published.write(`${slug}/status.json`, `${JSON.stringify(snapshot, null, 2)}\n`);
    for (const { language, html } of pages) {
      const { iso, words } = wordsOfInstant(snapshot.asOf, language, snapshot.timeZone);
      const stamped = html.replaceAll(ISO, iso).replaceAll(WORDS, words);
      await published.write(`${slug}/${language}.html`, stamped);
      if (language === snapshot.language) await published.write(`${slug}/index.html`, stamped);
    }
    written.set(slug, { snapshot, content, pages, at: clock.ticks() });
  };

  return {
    write,
    async stamp(slug, asOf) {
      const before = written.get(slug);
      if (before !== undefined) await write(slug, { ...before.snapshot, asOf: asOf.toISOString() });
      return before !== undefined;
    },
    async keepOnly(slugs) {
      const wanted = [...slugs].sort().join(' ');
      if (wanted === kept) return;
      for (const folder of await published.folders()) {
        if (slugs.includes(folder)) continue;
        await published.remove(folder);
        written.delete(folder);
      }
      kept = wanted;
    },
  };
}
