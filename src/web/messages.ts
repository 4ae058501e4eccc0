import { IntlMessageFormat } from 'intl-messageformat';
import type { ProductFiles } from '#engines/files/types.ts';
import { messageOf } from '#kernel/errors.ts';
import type { Locale, Translate } from './types.ts';

/** All texts of one language, by key. */
export type Catalogue = ReadonlyMap<string, string>;

export interface Messages {
  readonly catalogues: Readonly<Record<Locale, Catalogue>>;
  /** The translate function of a language; the same one every time. */
  in(locale: Locale): Translate;
}

/**
 * Reads every `messages/{locale}.json` under `src`, once. A key must start with its room's name, so no two rooms can meet.
 * Throws when a file is not an object of texts or when two files hold the same key.
 */
export function loadMessages(files: ProductFiles, report?: Report): Messages {
  const paths = files.list('src', '.json').filter((path) => path.includes('/messages/'));
  const read = (locale: Locale) => readCatalogue(files, paths, locale);
  return openMessages({ en: read('en'), pl: read('pl'), de: read('de'), ja: read('ja') }, report);
}

function readCatalogue(files: ProductFiles, paths: readonly string[], locale: Locale): Catalogue {
  const catalogue = new Map<string, string>();
  for (const path of paths.filter((name) => name.endsWith(`/messages/${locale}.json`))) {
    const parsed: unknown = JSON.parse(files.read(path).toString('utf8'));
    if (parsed === null || typeof parsed !== 'object') throw new Error(`${path} is not an object of texts`);
    for (const [key, text] of Object.entries(parsed)) {
      if (typeof text !== 'string') throw new Error(`${path}: ${key} is not a text`);
      if (catalogue.has(key)) throw new Error(`${path}: ${key} is also in another file`);
      catalogue.set(key, text);
    }
  }
  return catalogue;
}

/** Is told when a message cannot be filled in; the page then shows its bare text, since a page at night matters more. */
export type Report = (key: string, reason: string) => void;

/** Messages over catalogues that are at hand. Compiled messages are kept. Without `report` a broken message throws. */
export function openMessages(catalogues: Readonly<Record<Locale, Catalogue>>, report?: Report): Messages {
  const of = (locale: Locale) => translator(catalogues, locale, report);
  const translators: Readonly<Record<Locale, Translate>> = { en: of('en'), pl: of('pl'), de: of('de'), ja: of('ja') };
  return { catalogues, in: (locale) => translators[locale] };
}

function translator(catalogues: Readonly<Record<Locale, Catalogue>>, locale: Locale, report: Report | undefined): Translate {
  const compiled = new Map<string, IntlMessageFormat>();
  return (key, values) => {
    const own = catalogues[locale].get(key);
    const text = own ?? catalogues.en.get(key);
    if (text === undefined) return key;
    try {
      let message = compiled.get(key);
      if (!message) {
        message = new IntlMessageFormat(text, regionOf(own === undefined ? 'en' : locale), undefined, { ignoreTag: true });
        compiled.set(key, message);
      }
      return String(message.format(values));
    } catch (thrown) {
      if (!report) throw thrown;
      report(key, messageOf(thrown));
      return text;
    }
  };
}

/** English is shown as in Great Britain: 29 November, 03:22. */
function regionOf(locale: Locale): string {
  return locale === 'en' ? 'en-GB' : locale;
}
