import { expect, it } from 'vitest';
import { judgeStanding, type RouteHistory } from './judge-standing.ts';

const history = (change: Partial<RouteHistory>): RouteHistory => ({
  ...{ objects: 100, readers: 60, pairs: 105, single: 98, signed: 58, refused: 0 },
  ...change,
});

it('is private where each object has one signed-in reader, or where others are refused', () => {
  expect(judgeStanding(null, history({}), 0.2)).toBe('private');
  expect(judgeStanding(null, history({ signed: 0, refused: 3 }), 0.2)).toBe('private');
});

it('is unknown where readers did not sign in, or no more than everybody does', () => {
  expect(judgeStanding(null, history({ signed: 9 }), 0.2)).toBe('unknown');
  expect(judgeStanding(null, history({}), 0.9)).toBe('unknown');
  expect(judgeStanding(null, null, 0.2)).toBe('unknown');
  expect(judgeStanding(null, history({ readers: 5 }), 0.2)).toBe('unknown');
});

it('is for everybody where many read the same, whatever its words say', () => {
  expect(judgeStanding('people', history({ pairs: 900, single: 20 }), 0.2)).toBe('public');
  expect(judgeStanding('people', history({ pairs: 900, single: 20, refused: 4 }), 0.2)).toBe('people');
  expect(judgeStanding('public', history({}), 0.2)).toBe('public');
});

it('goes by the words where there is no history', () => {
  expect(judgeStanding('people', null, 0)).toBe('people');
  expect(judgeStanding('people', history({ readers: 3 }), 0)).toBe('people');
});
