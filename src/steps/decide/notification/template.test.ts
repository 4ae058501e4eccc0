import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';
import { canonical } from '#kernel/event.ts';
import { locales } from '#web/types.ts';
import { type FactName, factRow } from '../checks/fact-table.ts';
import { fillers } from './fillers.ts';
import { authorityTable, notificationTemplate, templateField, templateWords } from './tables.ts';

const template = notificationTemplate();

describe('the template', () => {
  test('has 100 fields, 42 mandatory, 46 conditional, 12 optional, each in a section and with a title in four languages', () => {
    const count = (need: string) => template.fields.filter((field) => field.need === need).length;
    // One conditional field is one that the circulating form calls conditional for a reason that does not exist (53).
    expect([template.fields.length, count('mandatory'), count('conditional'), count('optional')]).toEqual([100, 42, 46, 12]);
    expect(new Set(template.fields.map((field) => field.key)).size).toBe(100);
    const options = new Set(template.fields.flatMap((field) => Object.keys(field.options ?? {})));
    for (const locale of locales) {
      const words = templateWords(locale);
      expect(Object.keys(words.fields).sort(), locale).toEqual(template.fields.map((field) => field.key).sort());
      expect(Object.keys(words.options).sort(), locale).toEqual([...options].sort());
      expect(Object.keys(words.sections).sort(), locale).toEqual(template.sections.map((one) => one.id).sort());
      for (const part of ['items', 'channels', 'notes'] as const) {
        expect(Object.keys(words[part]).sort(), locale).toEqual(Object.keys(templateWords('en')[part]).sort());
      }
    }
    for (const field of template.fields) {
      expect(template.sections.filter((one) => field.number >= one.from && field.number <= one.to)).toHaveLength(1);
      for (const code of field.only_incomplete ?? []) expect(Object.keys(field.options ?? {})).toContain(code);
      expect(template.many.includes(field.number)).toBe(field.kind === 'choices' || field.kind === 'authorities');
    }
  });

  const file = join(import.meta.dirname, '../../../../../shared/corpora/edpb-template/schema.json');

  test.skipIf(!existsSync(file))('agrees with the circulating form but for what it mends (skipped where that is absent)', () => {
    const form = JSON.parse(readFileSync(file, 'utf8')) as {
      properties: Record<string, { 'x-options'?: Record<string, string>; 'x-required-if'?: string; 'x-gdpr-ref'?: string }>;
      required: string[];
    };
    expect(template.fields.map((field) => `field_${field.number}`).sort()).toEqual(Object.keys(form.properties).sort());
    const mended = new Set(template.mended.map((one) => one.field));
    for (const { number, need, options, article } of template.fields) {
      const row = form.properties[`field_${number}`] ?? {};
      const theirs = form.required.includes(`field_${number}`) ? 'mandatory' : row['x-required-if'] ? 'conditional' : 'optional';
      expect(need, `need of ${number}`).toBe(theirs);
      expect(article, `article of ${number}`).toBe(row['x-gdpr-ref']);
      if (mended.has(number)) continue;
      expect(Object.values(options ?? {}).sort(), `options of ${number}`).toEqual(Object.keys(row['x-options'] ?? {}).sort());
    }
  });

  test('has a filler only for fields that there are, and one for every field that states a fact', () => {
    for (const key of Object.keys(fillers)) expect(templateField(key).key).toBe(key);
    for (const field of template.fields.filter((one) => one.fact !== undefined)) expect(Object.keys(fillers)).toContain(field.key);
    for (const field of template.fields.filter((one) => one.fact !== undefined && one.options !== undefined)) {
      const options = factRow(field.fact as FactName).options ?? [];
      expect(Object.keys(field.options ?? {}).filter((code) => !options.includes(code))).toEqual(field.only_incomplete ?? []);
    }
  });
});

test.each([
  ['regimes/edpb-template.yaml', template],
  ['regimes/authorities.yaml', authorityTable()],
])('%s is the one whose hash is recorded', (file, table) => {
  const row = z.object({ file: z.string(), sha256: z.string() });
  const { changes } = readData('regimes/fingerprints.yaml', z.object({ changes: z.array(row) }));
  const last = changes.findLast((one) => one.file === file);
  expect(createHash('sha256').update(canonical(table)).digest('hex'), `add a line for ${file} to data/regimes/fingerprints.yaml`).toBe(
    last?.sha256,
  );
});

test('the table of authorities: each EEA country has a main one, ids are unique, notes have words', () => {
  const { authorities, eea } = authorityTable();
  expect(eea).toHaveLength(30);
  for (const country of eea)
    expect(
      authorities.filter((one) => one.country === country && one.main !== false),
      country,
    ).toHaveLength(1);
  for (const country of ['GB', 'CH', 'JP']) expect(authorities.some((one) => one.country === country)).toBe(true);
  expect(new Set(authorities.map((one) => one.id)).size).toBe(authorities.length);
  for (const one of authorities) {
    // Who is told nothing of its channels is told where to look.
    if (one.channels.length === 0) expect(one.website, one.id).toBeDefined();
    if (one.note !== undefined) expect(Object.keys(templateWords('en').notes)).toContain(one.note);
    for (const channel of one.channels) expect(Object.keys(templateWords('en').channels)).toContain(channel.id);
  }
});
