import { productFiles } from '#engines/files/product-files.ts';
import { formatTime } from '#web/components/time.tsx';
import { loadMessages, type Messages } from '#web/messages.ts';
import { type Locale, locales, type Translate } from '#web/types.ts';
import { type FactName, factRow } from '../checks/fact-table.ts';
import { type Facts, isPlaces } from '../checks/facts.ts';
import { showFactValue } from '../checks/parse-fact-input.ts';
import { templateWords } from './tables.ts';
import type { FormWords } from './types.ts';
import { regionName } from './words-of-value.ts';

let messages: Messages | undefined;

/** The sentences that the form writes itself, in the language of the authority that reads them. */
export function formWords(language: string, timeZone: string): FormWords {
  const locale = localeOf(language);
  const t = formTexts(language);
  return {
    say: (key, values = {}) => t(`notification.say.${key}`, values),
    fact: (name, facts) => wordsOf(name, facts, locale, timeZone),
  };
}

/** The product's texts in a notification's own language. */
export function formTexts(language: string): Translate {
  messages ??= loadMessages(productFiles);
  return messages.in(localeOf(language));
}

/** The language of the four that is meant, English when none is. */
export function localeOf(language: string): Locale {
  return locales.find((one) => one === language) ?? 'en';
}

function wordsOf(name: FactName, facts: Facts, locale: Locale, timeZone: string): string {
  const value = facts[name]?.value ?? null;
  const { options, items } = templateWords(locale);
  if (factRow(name).kind === 'instant' && typeof value === 'string') return formatTime(new Date(value), locale, timeZone, 'exact');
  if (Array.isArray(value)) return value.map((code) => items[String(code)] ?? options[String(code)] ?? String(code)).join(', ');
  if (isPlaces(value))
    return Object.entries(value)
      .map(([code, bounds]) => `${regionName(code, locale)} ${showFactValue(bounds)}`)
      .join(', ');
  return showFactValue(value);
}
