import type { StatusLanguage } from './status-words.ts';

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
}

interface Assets {
  readonly style: string;
  readonly icon: string;
}

/** For the page at `/status/{slug}`. */
export function servedLinks(slug: string, locale: StatusLanguage, { style, icon }: Assets): PageLinks {
  const path = `/status/${slug}`;
  return {
    ...{ style, icon, self: `${path}?lang=${locale}`, language: (language) => `${path}?lang=${language}` },
    ...{ atom: `${path}/feed.atom?lang=${locale}`, rss: `${path}/feed.rss?lang=${locale}`, json: `${path}/status.json` },
    subscribe: { action: `${path}/subscribe?lang=${locale}` },
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
