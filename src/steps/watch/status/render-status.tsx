import { formatTime } from '#web/components/time.tsx';
import { renderText } from '#web/render.tsx';
import type { Translate } from '#web/types.ts';
import type { PageLinks } from './page-links.ts';
import type { Snapshot } from './snapshot.ts';
import type { StatusLanguage } from './status-words.ts';
import { StatusDocument, type StatusDocumentProps } from './views/status-document.tsx';

interface Wish {
  readonly snapshot: Snapshot;
  readonly locale: StatusLanguage;
  readonly t: Translate;
  readonly links: PageLinks;
  readonly age: StatusDocumentProps['age'];
  /** Stands for the instant; the snapshot's own unless said. */
  readonly asOf?: StatusDocumentProps['asOf'];
}

/** The page as a whole document. */
export function renderStatus({ snapshot, locale, t, links, age, asOf }: Wish): Promise<string> {
  const view = { t, locale, csrf: '', timeZone: snapshot.timeZone, url: new URL(snapshot.url) };
  const shown = asOf ?? wordsOfInstant(snapshot.asOf, locale, snapshot.timeZone);
  return renderText(view, <StatusDocument snapshot={snapshot} links={links} asOf={shown} age={age} />);
}

/** An instant for programs and in words, to the second. */
export function wordsOfInstant(iso: string, locale: StatusLanguage, timeZone: string): StatusDocumentProps['asOf'] {
  return { iso, words: formatTime(new Date(iso), locale, timeZone, 'exact') };
}
