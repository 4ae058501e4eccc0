import { formatTime } from '#web/components/time.tsx';
import { isBounds, isPlaces } from '../checks/facts.ts';
import { showFactValue } from '../checks/parse-fact-input.ts';
import { authorityTable, type TemplateField, type TemplateWords } from './tables.ts';
import type { FieldValue } from './types.ts';

export interface ValueWords {
  readonly words: TemplateWords;
  readonly locale: string;
  readonly timeZone: string;
}

/** A field's value as people read it; empty when there is none. Pure. */
export function wordsOfValue(field: TemplateField, value: FieldValue, { words, locale, timeZone }: ValueWords): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return words.options[value ? 'yes' : 'no'] ?? String(value);
  if (isBounds(value) || isPlaces(value)) return showFactValue(value);
  if (typeof value !== 'string') return (value as readonly string[]).map((code) => wordOf(field, code, words, locale)).join('; ');
  if (field.kind === 'instant') return formatTime(new Date(value), locale, timeZone, 'exact');
  if (field.kind === 'day') return formatTime(new Date(`${value}T12:00:00Z`), locale, 'UTC', 'day');
  return field.kind === 'choice' ? wordOf(field, value, words, locale) : value;
}

function wordOf(field: TemplateField, code: string, words: TemplateWords, locale: string): string {
  if (field.kind === 'codes') return regionName(code, locale);
  if (field.kind === 'authorities') {
    const authority = authorityTable().authorities.find((one) => one.id === code);
    return authority === undefined ? code : `${authority.name} (${authority.country})`;
  }
  return words.options[code] ?? code;
}

/** A country's name; the code itself where there is none. */
export function regionName(code: string, locale: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  return new Intl.DisplayNames([locale], { type: 'region', fallback: 'code' }).of(code) ?? code;
}
