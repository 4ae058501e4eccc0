import fc from 'fast-check';
import { expect, it } from 'vitest';
import { arrangeGraph, routeKey } from './arrange-graph.ts';

const link = (pair: string) => ({ from: pair[0] ?? '', to: pair[1] ?? '' });

it('puts what calls before what is called, and bears circles', () => {
  const arrange = (ids: string, ...pairs: string[]) => arrangeGraph([...ids], pairs.map(link)).layers;
  expect(arrange('abcd', 'ab', 'bc', 'bd')).toEqual([['a'], ['b'], ['c', 'd']]);
  expect(arrange('abc', 'ab', 'bc', 'ca')).toEqual([['a'], ['b'], ['c']]);
  expect(arrange('abcd', 'ad', 'bc')).toEqual([
    ['a', 'b'],
    ['d', 'c'],
  ]);
  expect(arrange('')).toEqual([]);
});

it('a line that passes a layer has its stop there', () => {
  const { layers, routes } = arrangeGraph(['a', 'b', 'c'], ['ab', 'bc', 'ac'].map(link));
  const [stop = ''] = routes.get(routeKey(link('ac'))) ?? [];
  expect(layers.map((layer) => [...layer].sort())).toEqual([['a'], [stop, 'b'], ['c']]);
  expect(routes.get(routeKey(link('ab')))).toEqual([]);
});

it('places every node once, whatever the links', () => {
  const pair = fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 14 }));
  fc.assert(
    fc.property(fc.array(pair), (pairs) => {
      const ids = Array.from({ length: 13 }, (_, nth) => String(nth));
      const links = pairs.map(([from, to]) => ({ from: String(from), to: String(to) }));
      expect(
        arrangeGraph(ids, links)
          .layers.flat()
          .filter((id) => ids.includes(id))
          .sort(),
      ).toEqual([...ids].sort());
    }),
  );
});
