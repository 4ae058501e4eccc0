import { formatTime } from '#web/components/time.tsx';
import type { View } from '#web/view-context.ts';
import { type FactName, factRow } from '../checks/fact-table.ts';
import type { FactValue } from '../checks/facts.ts';
import { showFactValue } from '../checks/parse-fact-input.ts';

type Words = Pick<View, 't' | 'locale' | 'timeZone'>;

/** A fact's value as people say it: words for codes, the reader's time for instants, numbers with what they count. */
export function wordsOfFact(name: FactName, value: FactValue, view: Words): string {
  const { t, locale, timeZone } = view;
  const { kind } = factRow(name);
  if (value === null) return t('decide.value.unknown');
  if (kind === 'choice' && typeof value === 'string') return wordsOfChoice(name, value, t);
  if (kind === 'instant' && typeof value === 'string') {
    const at = new Date(value);
    return `${formatTime(at, locale, timeZone, 'day')}, ${formatTime(at, locale, timeZone, 'clock')}`;
  }
  if (kind === 'list' && Array.isArray(value)) {
    if (value.length === 0) return t('decide.value.nothing');
    return value.map((item) => wordsOfItem(String(item), t)).join(', ');
  }
  return showFactValue(value);
}

function wordsOfChoice(name: FactName, value: string, t: Words['t']): string {
  return value === 'yes' || value === 'no' ? t('decide.answer', { answer: value }) : known(`decide.value.${name}.${value}`, value, t);
}

/** A kind of data or a group of people in words. */
export function wordsOfItem(code: string, t: Words['t']): string {
  return known(`decide.item.${code}`, code, t);
}

function known(key: string, code: string, t: Words['t']): string {
  const words = t(key);
  return words === key ? code : words;
}
