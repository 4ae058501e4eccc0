import { expect, it } from 'vitest';
import { judgeGraphqlWalk } from './judge-graphql-walk.ts';

const walk = { most: 400, sizes: 300, usual: 30, isBare: true, steadyDays: 1, knownDays: 9 };

it('is medium against what is usual, and low while nobody knows that', () => {
  expect(judgeGraphqlWalk(walk)).toEqual({ level: 'medium', threshold: 150 });
  expect(judgeGraphqlWalk({ ...walk, usual: null })).toEqual({ level: 'low', threshold: 300 });
});

it.each([
  ['a page that asks much, with its pictures', { isBare: false }],
  ['what everybody asks', { usual: 120 }],
  ['one who waits for an answer to change', { sizes: 3 }],
  ['a program that comes every day', { steadyDays: 8 }],
])('is nothing: %s', (_, change) => {
  expect(judgeGraphqlWalk({ ...walk, ...change })).toBeNull();
});
