import { type Locale, locales } from '../types.ts';
import { useView } from '../view-context.ts';

const ownNames: Readonly<Record<Locale, string>> = { en: 'English', pl: 'Polski', de: 'Deutsch', ja: '日本語' };

interface Props {
  readonly languages?: readonly Locale[] | undefined;
  /** Where the page stands in a language; the same address with `?lang=` unless said. */
  readonly hrefOf?: (language: Locale) => string;
}

/** Links to the same page in other languages, each in its own words. */
export function LanguageLinks({ languages = locales, hrefOf }: Props) {
  const { t, locale, url } = useView();
  if (languages.length < 2) return null;
  return (
    <nav class="languages" aria-label={t('web.languages')}>
      {languages.map((language) => {
        const query = new URLSearchParams(url.search);
        query.set('lang', language);
        return (
          <a
            href={hrefOf?.(language) ?? `${url.pathname}?${query}`}
            lang={language}
            hreflang={language}
            {...(language === locale ? { 'aria-current': 'true' } : {})}
          >
            {ownNames[language]}
          </a>
        );
      })}
    </nav>
  );
}
