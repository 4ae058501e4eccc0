import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { lawTables, summarizeOutcome } from '#steps/decide/index.ts';
import { inWords } from './assess.ts';

test('each open question stands once, with the answers it is for', () => {
  const assessment = summarizeOutcome({}, lawTables(), new Date('2026-11-20T10:00:00Z'));
  const words = inWords(assessment, 'UTC');
  const asked = words.split('\n').flatMap((line) => /^ {2}\? {2}(\w+) \(([a-z0-9, -]+)\): \S/.exec(line)?.slice(1, 3) ?? []);
  const facts = asked.filter((_, i) => i % 2 === 0);
  expect(facts.length).toBeGreaterThan(3);
  expect(new Set(facts).size).toBe(facts.length);
  expect(asked.some((words, i) => i % 2 === 1 && words.includes('gdpr authority, gdpr people'))).toBe(true);
  const open = assessment.duties.filter((duty) => duty.answer === 'ask').flatMap((duty) => duty.questions.map((question) => question.fact));
  expect(new Set(facts)).toEqual(new Set(open));
});

test('an output that cannot be written is told as that, and not as something found', async () => {
  const full = openSync('/dev/full', 'w');
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const example = fileURLToPath(new URL('../../docs/examples/facts.yaml', import.meta.url));
  const child = spawn(process.execPath, ['--import', './src/cli/load-sources.ts', main, 'assess', example, '--json'], {
    stdio: ['ignore', full, 'pipe'],
  });
  closeSync(full);
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said += String(chunk);
  });
  const [code] = await once(child, 'close');
  expect([code, said.includes('FILE_UNWRITABLE'), said.includes('    at ')]).toEqual([3, true, false]);
});
