import type { Locale, Translate } from '#web/types.ts';
import { conditionInWords } from './checks/condition-in-words.ts';
import { lawSheet } from './checks/law-sheet.ts';
import { lawWords } from './law-words.ts';
import type { LawTables } from './tables.ts';
import { wordsOfCondition, wordsOfLimits } from './views/condition-words.ts';

/**
 * The review sheet in one language, Markdown. In English, which is the text that a lawyer reviews, conditions name facts and values as they
 * stand in a file of facts.
 */
export function lawSheetIn(law: LawTables, t: Translate, locale: Locale): string {
  const view = { t, locale, timeZone: 'UTC' };
  return lawSheet(law, {
    t,
    sentence: lawWords(locale),
    condition: (condition, named) => (locale === 'en' ? conditionInWords(condition) : wordsOfCondition(condition, named, view)),
    term: (limits) => wordsOfLimits(limits, view),
  });
}
