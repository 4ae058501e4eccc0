import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';
import { categoryShape } from '#kernel/shapes.ts';

const listShape = z.strictObject({ words: z.array(z.string()), stems: z.array(z.string().min(4)) });
const kindShape = listShape.extend({ kind: z.string(), categories: z.array(categoryShape) });
const recordWordsShape = z.strictObject({
  source: z.string(),
  read: z.iso.date(),
  standing: z.string(),
  languages: z.array(z.string()),
  kinds: z.array(kindShape),
  public: listShape,
  noise: z.array(z.string()),
});

type RecordKind = Pick<z.output<typeof kindShape>, 'kind' | 'categories'>;

const recordWords = () => readData('words/record-words.yaml', recordWordsShape);

/** What a route that nobody described shows, by the words in its address: a kind of record of one person, `public`, or `null`: they do not say. */
export function kindByWords(template: string): RecordKind | 'public' | null {
  const parts = wordsOf(template);
  const at = parts.findIndex((part) => part.startsWith('{'));
  const around = at < 0 ? parts : [...parts.slice(0, at).reverse(), ...parts.slice(at + 1)];
  for (const word of around) {
    const kind = kindOfWord(word);
    if (kind !== null) return kind;
  }
  return null;
}

/** The categories that a record of such a kind shows; none for a kind that the words do not know. */
export function categoriesOfKind(kind: string): RecordKind['categories'] {
  return recordWords().kinds.find((one) => one.kind === kind)?.categories ?? [];
}

/** Whether a parameter of this name tells a record apart: no time, no size, no mark of where somebody came from. */
export function isNoise(parameter: string): boolean {
  return recordWords().noise.includes(parameter.toLowerCase()) || /^(utm|pk|mtm)_/i.test(parameter);
}

function kindOfWord(word: string): RecordKind | 'public' | null {
  const { kinds, public: open } = recordWords();
  const holds = (list: z.output<typeof listShape>): boolean =>
    list.words.includes(word) || list.stems.some((stem) => word.startsWith(stem));
  return kinds.find(holds) ?? (holds(open) ? 'public' : null);
}

/** Words in lower case, and placeholders as they stand: `orderId` is two words. */
function wordsOf(template: string): string[] {
  const plain = template.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return plain.match(/\{[a-z]+\}|[a-z_]+/g)?.flatMap((part) => (part.startsWith('{') ? [part] : part.split('_'))) ?? [];
}
