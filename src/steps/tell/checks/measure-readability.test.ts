import { describe, expect, it } from 'vitest';
import { countSyllables, easeOf, gradeOf, measureReadability } from './measure-readability.ts';

describe('readability', () => {
  it.each([
    ['cat', 1],
    ['data', 2],
    ['people', 2],
    ['customer', 3],
    ['address', 2],
    ['page', 1],
    ['names', 1],
    ['wanted', 2],
    ['called', 1],
    ['table', 2],
    ['permission', 3],
    ['password', 2],
    ['delivery', 4],
    ['changes', 2],
  ])('%s has %d syllables', (word, count) => {
    expect(countSyllables(word)).toBe(count);
  });

  it('computes the two formulas', () => {
    expect(gradeOf(10, 1.5)).toBeCloseTo(6.01, 5);
    expect(easeOf(10, 1.5)).toBeCloseTo(69.785, 5);
  });

  it('counts words and sentences of a text', () => {
    const measured = measureReadability('We sell paper. Do you like it?\nWrite to care@shop.example or see https://shop.example/a.b?c=d.');
    expect([measured.words, measured.sentences, measured.longestSentence]).toEqual([13, 3, 6]);
  });

  it('does not fail on nothing', () => {
    expect(measureReadability('').words).toBe(0);
  });
});
