import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';
import type { Locale } from '#web/types.ts';
import { day } from './regime-shape.ts';

const textsShape = z.strictObject({
  schema: z.literal('shopbell-law-texts/1'),
  read_on: day,
  note: z.string().min(10),
  /** By the English text. `{name}` stands for what the judgement puts there; the translation must take the same. */
  texts: z.record(z.string().min(1), z.string().min(1)),
});

type Words = (english: string) => string;

interface Pattern {
  readonly matches: RegExp;
  readonly translation: string;
}

const known = new Map<Locale, Words>([['en', (english) => english]]);

/**
 * A sentence of the law's tables, or a reason that a judgement makes of them, in that language. The English text where there is no
 * translation, as for what a person wrote. The files under `data/regimes/texts` are read once.
 */
export function lawWords(locale: Locale): Words {
  const found = known.get(locale) ?? readWords(locale);
  known.set(locale, found);
  return found;
}

function readWords(locale: Locale): Words {
  const { texts } = readData(`regimes/texts/${locale}.yaml`, textsShape);
  const rows = Object.entries(texts);
  const exact = new Map(rows);
  const patterns = rows.filter(([english]) => english.includes('{')).map(([english, translation]) => compile(english, translation));
  const words: Words = (english) => exact.get(english) ?? fillIn(english, patterns, words) ?? english;
  return words;
}

/** A place at an end of the text takes anything, one inside takes a word: a long text that a person wrote is refused at once. */
function compile(english: string, translation: string): Pattern {
  const parts = english.split(/\{(\w+)\}/);
  const isEnd = (at: number) => parts[at] === '' && (at === 0 || at === parts.length - 1);
  const source = parts.map((part, at) => {
    if (at % 2 === 0) return part.replace(/[.()]/g, String.raw`\$&`);
    return `(?<${part}>${isEnd(at - 1) || isEnd(at + 1) ? '.+' : String.raw`\S+`})`;
  });
  return { matches: new RegExp(`^${source.join('')}$`), translation };
}

function fillIn(english: string, patterns: readonly Pattern[], words: Words): string | undefined {
  for (const { matches, translation } of patterns) {
    const groups = matches.exec(english)?.groups;
    if (groups) return translation.replace(/\{(\w+)\}/g, (whole, name: string) => words(groups[name] ?? whole));
  }
  return undefined;
}
