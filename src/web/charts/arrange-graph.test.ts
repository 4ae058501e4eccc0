import fc from 'fast-check';
import { expect, it } from 'vitest';
import { arrangeGraph } from './arrange-graph.ts';

const link = (pair: string) => ({ from: pair[0] ?? '', to: pair[1] ?? '' });

it('puts what calls before what is called, and bears circles', () => {
  expect(arrangeGraph(['a', 'b', 'c', 'd'], ['ab', 'bc', 'ac', 'bd'].map(link))).toEqual([['a'], ['b'], ['c', 'd']]);
  expect(arrangeGraph(['a', 'b', 'c'], ['ab', 'bc', 'ca'].map(link))).toEqual([['a'], ['b'], ['c']]);
  expect(arrangeGraph(['a', 'b', 'c', 'd'], ['ad', 'bc'].map(link))).toEqual([
    ['a', 'b'],
    ['d', 'c'],
  ]);
});

it('places every node once, whatever the links', () => {
  const pair = fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 14 }));
  fc.assert(
    fc.property(fc.array(pair), (pairs) => {
      const ids = Array.from({ length: 13 }, (_, nth) => String(nth));
      const links = pairs.map(([from, to]) => ({ from: String(from), to: String(to) }));
      expect(arrangeGraph(ids, links).flat().sort()).toEqual([...ids].sort());
    }),
  );
});
