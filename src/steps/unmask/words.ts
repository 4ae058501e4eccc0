import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';
import type { Confusables } from './checks/fold-label.ts';

const origin = { source: z.string().min(10), read: z.iso.date(), standing: z.enum(['law', 'guidance', 'draft', 'memory']) };
const word = z.string().regex(/^[a-z]{2,20}$/);

/** What the judge of names needs to know about words: lures, everyday words, signs that look alike. */
export interface NameWords {
  readonly lures: ReadonlySet<string>;
  readonly common: ReadonlySet<string>;
  readonly confusables: Confusables;
}

/** Reads `data/words/`, once. */
export function nameWords(): NameWords {
  const lures = readData('words/lures.yaml', z.strictObject({ ...origin, words: z.record(z.string(), z.array(word)) }));
  const common = readData('words/common.yaml', z.strictObject({ ...origin, words: z.array(word) }));
  const confusables = readData(
    'words/confusables.yaml',
    z.strictObject({
      ...origin,
      letters: z.record(z.string().regex(/^[a-z]$/), z.string().min(1)),
      pairs: z.record(z.string().regex(/^[a-z]{2}$/), z.string().regex(/^[a-z]$/)),
    }),
  );
  return { lures: new Set(Object.values(lures.words).flat()), common: new Set(common.words), confusables };
}
