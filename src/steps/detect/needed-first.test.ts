import { expect, test } from 'vitest';
import { neededFirst } from './needed-first.ts';

const now = new Date('2026-12-01T03:00:00Z');
const one = (id: string, level: 'low' | 'high' | 'critical', rule: 'enumeration' | 'known-attack' | 'probing', hoursAgo: number) => ({
  ...{ id, level, rule, facts: {}, last_seen: new Date(now.getTime() - hoursAgo * 3_600_000) },
});

test('of the last day the gravest stand first, then the surest; what is older follows by its time, however grave', () => {
  const all = [
    one('a moment ago', 'low', 'probing', 0),
    one('grave, long ago', 'critical', 'enumeration', 40),
    one('small, yesterday', 'low', 'known-attack', 30),
    one('a leak', 'high', 'enumeration', 5),
    one('sure', 'low', 'known-attack', 1),
  ];
  expect(neededFirst(all, now).map(({ id }) => id)).toEqual(['a leak', 'sure', 'a moment ago', 'small, yesterday', 'grave, long ago']);
});
