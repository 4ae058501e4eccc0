import { expect, it } from 'vitest';
import { HOUR } from '#kernel/time.ts';
import { type MapEdge, makeMap } from './make-map.ts';
import type { ServiceLink } from './read-links.ts';
import type { FarKind, Side } from './read-sides.ts';
import { nothing } from './signals.ts';

const NOW = Date.UTC(2026, 10, 27, 12);
const side = (
  service: string,
  way: Side['side'],
  far = '',
  farKind: FarKind = far === '' ? '' : 'host',
  change: Partial<Side> = {},
): Side => ({
  ...{ service, side: way, far, farKind, before: nothing, hour: { calls: 60, errors: 0, durations: { 53: 60 } } },
  ...{ recent: 10, day: 600, week: 4_000, last: NOW, first: NOW - 100 * HOUR, versions: [], places: [], criticality: '' },
  ...change,
});
const link = (caller: string, far: string, callee: string): ServiceLink => ({ caller, far, callee });
const said = ({ from, to, standing }: MapEdge) =>
  `${from.name}${from.outside ? '*' : ''}→${to.name}${to.outside ? '*' : ''}${standing === null ? ' ?' : ` ${standing.now.calls}`}`;
const edgesOf = (sides: Side[], links: ServiceLink[]) => makeMap(sides, links, [], NOW).edges.map(said);

it('a name that one service answers to is that service, by links or by its own name', () => {
  expect(edgesOf([side('a', 'out', 'b.internal'), side('b', 'in')], [link('a', 'b.internal', 'b')])).toEqual(['a→b 60']);
  expect(edgesOf([side('a', 'out', 'b'), side('b', 'in')], [])).toEqual(['a→b 60']);
  expect(
    edgesOf(
      [side('a', 'out', 'b.internal'), side('a', 'out', 'b-2'), side('b', 'in')],
      [link('a', 'b.internal', 'b'), link('a', 'b-2', 'b')],
    ),
  ).toEqual(['a→b 120']);
  expect(edgesOf([side('a', 'out', 'b.internal')], [])).toEqual(['a→b.internal* 60']);
});

it('several services behind one name are a gateway, and what is not counted apart is not invented', () => {
  const sides = [side('a', 'out', 'gate'), side('b', 'in'), side('c', 'in')];
  expect(edgesOf(sides, [link('a', 'gate', 'b'), link('a', 'gate', 'c')])).toEqual(['a→gate* 60', 'gate*→b ?', 'gate*→c ?']);
  expect(edgesOf([side('a', 'in'), side('b', 'in')], [link('a', '', 'b')])).toEqual(['a→b ?']);
  expect(edgesOf([side('a', 'in'), side('b', 'in')], [])).toEqual([]);
});

it('a queue stays between who fills it and who empties it', () => {
  const sides = [side('a', 'out', 'orders', 'queue'), side('b', 'in', 'orders', 'queue')];
  expect(edgesOf(sides, [link('a', 'orders', 'b')])).toEqual(['a→orders* 60', 'orders*→b 60']);
});

it('what began within the hour is measured by as long as it is known, and a full machine is unusual', () => {
  const { systems } = makeMap(
    [side('a', 'in', '', '', { first: NOW - HOUR / 4, places: ['web-1'] })],
    [],
    [{ service: '', host: 'web-1', what: 'memory', part: '', share: 0.95, length: null }],
    NOW,
  );
  expect(systems).toMatchObject([{ name: 'a', state: 'unusual', why: ['full'], now: { perMinute: 4 } }]);
});
