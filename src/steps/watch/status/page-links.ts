import type { StatusLanguage } from './status-words.ts';
import type { PushLinks } from './views/push-section.tsx';

/** Where a page leads, which differs between the one that Shopbell serves and its copy in files. */
export interface PageLinks {
  language(language: StatusLanguage): string;
  readonly self: string;
  readonly style: string;
  readonly icon: string;
  readonly atom: string;
  readonly rss: string;
  readonly json: string;
  /** Where the form of subscribers is sent. */
  readonly subscribe: { readonly action: string } | { readonly href: string };
  /** What the script of news in the browser needs; absent where nothing can be told to us. */
  readonly push?: PushLinks;
}

interface Assets {
  readonly style: string;
  readonly icon: string;
}

/** For the page that we serve: `base` is `/status/{slug}`, or nothing at a host of its own. */
export function servedLinks(base: string, locale: StatusLanguage, { style, icon }: Assets): PageLinks {
  const path = base === '' ? '/' : base;
  return {
    ...{ style, icon, self: `${path}?lang=${locale}`, language: (language) => `${path}?lang=${language}` },
    ...{ atom: `${base}/feed.atom?lang=${locale}`, rss: `${base}/feed.rss?lang=${locale}`, json: `${base}/status.json` },
    subscribe: { action: `${base}/subscribe?lang=${locale}` },
  };
}

/** For the copy in files: everything beside it, but the subscription, which needs a program. */
export function copiedLinks(url: string, locale: StatusLanguage, { style, icon }: Assets): PageLinks {
  return {
    ...{ style, icon, self: `${locale}.html`, language: (language) => `${language}.html` },
    ...{ atom: `${locale}.atom`, rss: `${locale}.rss`, json: 'status.json' },
    subscribe: { href: `${url}?lang=${locale}#news` },
  };
}
