import { type Locale, locales } from './types.ts';

export interface LanguageWishes {
  /** `?lang=` of the address. */
  readonly query?: string | undefined;
  /** What the person chose before. */
  readonly cookie?: string | undefined;
  /** The Accept-Language header. */
  readonly header?: string | undefined;
}

/** The language to answer in: the address's, else the chosen one, else the browser's best that there is, else English. */
export function negotiateLocale({ query, cookie, header }: LanguageWishes): Locale {
  return asLocale(query) ?? asLocale(cookie) ?? fromHeader(header ?? '') ?? 'en';
}

/** `pl-PL` and `pl` are Polish; anything unknown is null. */
export function asLocale(tag: string | undefined): Locale | null {
  const language = tag?.trim().toLowerCase().split('-')[0];
  return locales.find((locale) => locale === language) ?? null;
}

function fromHeader(header: string): Locale | null {
  const wishes = header
    .slice(0, 1_000)
    .split(',')
    .map((part, order) => {
      const [tag = '', ...rest] = part.split(';');
      const quality = rest.map((item) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(item)?.[1]).find((item) => item !== undefined);
      return { locale: asLocale(tag), quality: Number(quality ?? '1'), order };
    })
    .filter((wish) => wish.locale !== null && wish.quality > 0)
    .sort((a, b) => b.quality - a.quality || a.order - b.order);
  return wishes[0]?.locale ?? null;
}
