import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';
import { productFiles } from '#engines/files/product-files.ts';
import { canonical } from '#kernel/event.ts';
import { loadMessages } from '#web/messages.ts';
import { caseCategories } from './checks/fact-table.ts';
import { lawSheetIn } from './law-sheet-in.ts';
import { lawWords } from './law-words.ts';
import { lawTables } from './tables.ts';

const law = lawTables();
const record = z.strictObject({ file: z.string(), at: z.iso.date(), sha256: z.string().length(64), reason: z.string().min(10) });
const fingerprints = readData('regimes/fingerprints.yaml', z.strictObject({ changes: z.array(record).min(1) })).changes;

/** Changing the law is a deliberate act: the new hash stands beside it with a reason, and earlier lines stay. */
describe('the tables of the law', () => {
  it.each([
    ['regimes/severity-enisa.yaml', law.severity],
    ['regimes/floors.yaml', law.floors],
  ])('%s is the one whose hash is recorded', (file, table) => {
    const last = fingerprints.findLast((row) => row.file === file);
    expect(createHash('sha256').update(canonical(table)).digest('hex'), `add a line for ${file} to data/regimes/fingerprints.yaml`).toBe(
      last?.sha256,
    );
  });

  it.each(law.regimes.map((regime) => [regime.id, regime] as const))('the law %s is the one whose hash is recorded', (id, regime) => {
    const file = `${id} from ${regime.valid_from}`;
    const last = fingerprints.findLast((row) => row.file === file);
    expect(createHash('sha256').update(canonical(regime)).digest('hex'), `add a line for ${file}`).toBe(last?.sha256);
  });

  it('scores every kind of data by a step that exists', () => {
    for (const category of caseCategories) {
      const row = law.severity.categories[category];
      expect(
        law.severity.classes[row.class].steps.map((step) => step.id),
        category,
      ).toContain(row.step);
    }
  });

  it('has unique ids, floors that tell people only with the authority, and names that exist', () => {
    const ids = law.floors.rules.map((rule) => rule.id);
    expect(new Set(ids).size).toBe(ids.length);
    const used = JSON.stringify(law.floors).matchAll(/"use":"([a-z-]+)"/g);
    for (const [, name] of used) expect(Object.keys(law.floors.named)).toContain(name);
  });

  it('starts the clock at awareness, 72 strict hours', () => {
    const authority = law.gdpr.duties.find((duty) => duty.to === 'authority');
    expect(authority?.limits).toEqual([{ hours: 72, from: 'awareAt' }]);
  });
});

it('the review sheet says the rules in the reader’s language; ids, sources and confidence stay', () => {
  const messages = loadMessages(productFiles);
  const [english = '', german = '', ...others] = (['en', 'de', 'pl', 'ja'] as const).map((locale) =>
    lawSheetIn(law, messages.in(locale), locale),
  );
  const does = law.gdpr.duties.map((duty) => duty.does);
  for (const sentence of does) {
    expect(english).toContain(sentence);
    expect(german).toContain(lawWords('de')(sentence));
    expect(german).not.toContain(sentence);
  }
  expect(german.split('\n').length).toBe(english.split('\n').length);
  expect(german).toContain('EUR-Lex 32016R0679 | H |');
  // Not one head of a table, and no sentence around the rules, stays English.
  const frame = english.split('\n').filter((line) => /^(\| [a-z]|## Risk|\*\*Scope)/.test(line) && !line.startsWith('| ['));
  expect(frame.length).toBeGreaterThan(40);
  for (const sheet of [german, ...others]) for (const line of frame) expect(sheet).not.toContain(line);
});
