import type { Locale } from '#web/types.ts';
import { lawWords } from './law-words.ts';
import { lawTables } from './tables.ts';

/** What a law is called in that language; its id where no table has it. */
export function lawName(id: string, locale: Locale): string {
  return lawWords(locale)(lawTables().regimes.findLast((regime) => regime.id === id)?.name ?? id);
}
