import { expect, it } from 'vitest';
import { isSteady } from './steady-days.ts';

const days = (count: number, mine: number, readers: number) => Array.from({ length: count }, () => ({ mine, readers }));
const steady = (all: Parameters<typeof isSteady>[0]): number => isSteady(all).filter(Boolean).length;

it('a program that reads every day is steady, also when a sale brings eight times as many orders and readers', () => {
  expect(steady(days(7, 80, 300))).toBe(7);
  expect(steady([...days(7, 80, 300), { mine: 600, readers: 2400 }])).toBe(8);
});

it('a program whose key was stolen is not: much more on a day like any other', () => {
  expect(steady([...days(7, 80, 300), { mine: 800, readers: 310 }])).toBe(1);
});

it('somebody else who reads thousands on the same day explains nothing, for it is one reader', () => {
  expect(steady([...days(7, 80, 300), { mine: 800, readers: 301 }])).toBe(1);
});

it('a crowd that somebody brings along explains ten times as much and no more', () => {
  expect(steady([...days(7, 80, 100), { mine: 8000, readers: 20_000 }])).toBe(1);
});

it('knows no habit of who never read before, and stays calm at night', () => {
  expect(steady([...days(7, 0, 300), { mine: 200, readers: 300 }])).toBe(1);
  expect(steady([{ mine: 6, readers: 1 }, ...days(5, 30, 200)])).toBe(6);
  expect(isSteady([])).toEqual([]);
});
