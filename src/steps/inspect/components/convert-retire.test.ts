import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openAdvisoryFiles } from '#engines/advisories/open-advisory-files.ts';
import { loadLibraries } from '../bills/load-libraries.ts';
import { LIBRARIES_FILE } from '../bills/read-sets.ts';
import { convertRetire } from './convert-retire.ts';
import { libraryFacts, useLibraries } from './library-facts.ts';
import { libraryHoles } from './library-holes.ts';
import { retireRepository } from './retire-repository.ts';

const about = { asOf: '2026-11-30', taken: 'a test', path: 'retire.json' };

it('what is no repository, or only a part of one, is refused', () => {
  const whole = retireRepository();
  for (const text of [
    '',
    '{}',
    '[]',
    whole.slice(0, 5_000),
    JSON.stringify({ a: JSON.parse(whole)['made-0'] }),
    '{"a":{"vulnerabilities":1}}',
  ]) {
    expect(() => convertRetire(text, about), text.slice(0, 40)).toThrow(expect.objectContaining({ code: 'ADVISORIES_INVALID' }));
  }
  const { libraries } = convertRetire(whole, about);
  expect(libraries).toHaveLength(41);
  expect(libraries[0]?.contents, 'a pattern that is none is left out').toHaveLength(1);
});

it('fetched ones are used from then on, with their day; older ones than the shipped are not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-libraries-'));
  try {
    const shipped = libraryFacts();
    useLibraries(convertRetire(retireRepository(), { ...about, asOf: '2001-01-01' }));
    expect(libraryFacts().asOf).toBe(shipped.asOf);
    await loadLibraries(openAdvisoryFiles(folder, null));
    expect(libraryFacts()).toBe(shipped);
    writeFileSync(join(folder, LIBRARIES_FILE), retireRepository());
    await loadLibraries(openAdvisoryFiles(folder, null));
    expect(libraryFacts().asOf).toBe(new Date().toISOString().slice(0, 10));
    expect(libraryHoles('shop-kit', '1.9.0')).toMatchObject({ holes: [{ ids: ['CVE-2026-77777'] }], mended: '2.0.0' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
