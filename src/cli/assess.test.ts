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
