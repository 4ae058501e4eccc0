import { LanguageLinks } from '#web/components/language-links.tsx';
import { useView } from '#web/view-context.ts';
import type { PageLinks } from '../page-links.ts';
import type { Snapshot } from '../snapshot.ts';
import { AnnouncementCard } from './announcement-card.tsx';
import { NewsSection } from './news-section.tsx';
import { PartsList } from './parts-list.tsx';
import { PastList } from './past-list.tsx';

export interface StatusDocumentProps {
  readonly snapshot: Snapshot;
  readonly links: PageLinks;
  /** The instant as of which the page is true: for programs, and in words. */
  readonly asOf: { readonly iso: string; readonly words: string };
  /** `copy`: a file that cannot know how old it is. `old`: nobody renewed it. */
  readonly age: 'fresh' | 'old' | 'copy';
}

/** The whole page: how things stand, what people say of it, ninety days, how to hear of news. No script, no word of how it is watched. */
export function StatusDocument({ snapshot, links, asOf, age }: StatusDocumentProps) {
  const { t, locale } = useView();
  const open = snapshot.announcements.filter(({ to }) => to === null);
  const title = t('watch.status.title', { shop: snapshot.shop });
  return (
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <link rel="canonical" href={snapshot.url} />
        <link rel="icon" href={links.icon} type="image/svg+xml" />
        <link rel="stylesheet" href={links.style} />
        <link rel="alternate" type="application/atom+xml" title={title} href={links.atom} />
        <link rel="alternate" type="application/rss+xml" title={title} href={links.rss} />
        <link rel="alternate" type="application/json" title={title} href={links.json} />
      </head>
      <body class="public">
        <header class="public-top">
          <span class="public-brand">{snapshot.shop}</span>
          <LanguageLinks hrefOf={links.language} />
        </header>
        <main id="content" class="public-main status">
          <p class="public-meta">
            {t('watch.status.as-of')}{' '}
            <time datetime={asOf.iso} title={asOf.iso}>
              {asOf.words}
            </time>
          </p>
          <h1>{t(`watch.status.heading.${headingOf(snapshot)}`)}</h1>
          {age === 'old' ? <p class="status-stale">{t('watch.status.stale')}</p> : null}
          {age === 'copy' ? <p class="public-meta">{t('watch.status.copy')}</p> : null}
          <p class="status-open-long">
            {t('watch.status.open-long')} <a href={links.self}>{t('watch.status.again')}</a>
          </p>
          {open.map((one) => (
            <AnnouncementCard announcement={one} main={snapshot.language} />
          ))}
          <PartsList parts={snapshot.parts} />
          <NewsSection links={links} />
          <PastList snapshot={snapshot} />
        </main>
      </body>
    </html>
  );
}

/** Where something is known to work and nothing to fail, the rest being unknown is not the whole story. */
function headingOf({ state, parts }: Snapshot): Snapshot['state'] | 'partly' {
  return state === 'unknown' && parts.some((part) => part.state === 'fine') ? 'partly' : state;
}
