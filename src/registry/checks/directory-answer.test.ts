import { expect, test } from 'vitest';
import { readDirectoryAnswer } from './directory-answer.ts';

const ada = { id: '17', customer: 'c1', name: 'Ada One', email: 'ada@shop.example', language: 'en', country: 'GB', flags: [] };
const { id: _, ...rest } = ada;
const card = { ...rest, tells: [] };
const keeping = { rules: {}, today: '2026-11-27' };

test('people by id, and what it says nothing about is unknown', () => {
  const answer = readDirectoryAnswer(JSON.stringify({ people: [ada], unknown: ['18'] }), ['17', '18', '19'], keeping);
  expect(answer).toEqual({ people: new Map([['17', card]]), unknown: ['18', '19'] });
});

test.each([
  ['<html>', 'not JSON'],
  ['[]', 'the answer'],
  [JSON.stringify({ people: [{ ...ada, email: 'Ada' }] }), 'people.0.email'],
  [JSON.stringify({ people: [{ ...ada, flags: ['protected_address'] }] }), 'people.0.flags.0'],
  [JSON.stringify({ people: [{ ...ada, born: '2008-13-40' }] }), 'people.0.born'],
  [JSON.stringify({ people: [ada], tells: ['everything'] }), 'tells.0'],
  [JSON.stringify({ people: [ada, ada] }), 'two people'],
  [JSON.stringify({ people: [{ ...ada, id: '99' }] }), 'not asked'],
])('a wrong answer is refused with a reason that holds no personal data', (body, reason) => {
  const answer = readDirectoryAnswer(body, ['17'], keeping);
  expect(answer).toHaveProperty('wrong', expect.stringContaining(reason));
  expect(JSON.stringify(answer)).not.toContain('Ada');
});
