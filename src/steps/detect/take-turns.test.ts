import { expect, it } from 'vitest';
import { ruleNames } from './rule-traits.ts';
import { takeTurns } from './take-turns.ts';

it('everybody looks while a look is quick, and when it has to be whole', () => {
  expect(takeTurns({ tookMs: 300, rested: [] }, false)).toEqual({ looking: new Set(ruleNames), rested: [] });
  expect(takeTurns({ tookMs: 5000, rested: [] }, true)).toEqual({ looking: new Set(ruleNames), rested: [] });
});

it('under load leaks are looked for each time, and everybody else every second time', () => {
  let last = { tookMs: 900, rested: takeTurns({ tookMs: 0, rested: [] }, false).rested };
  const seen = new Map<string, number>();
  for (let pass = 0; pass < 6; pass++) {
    const { looking, rested } = takeTurns(last, false);
    for (const rule of looking) seen.set(rule, (seen.get(rule) ?? 0) + 1);
    expect(looking.size + rested.length).toBe(ruleNames.length);
    for (const rule of last.rested) expect(looking.has(rule)).toBe(true);
    last = { tookMs: 500, rested };
  }
  expect(seen.get('enumeration')).toBe(6);
  expect(seen.get('stuffing')).toBe(3);
  expect(seen.get('known-attack')).toBe(3);
  expect([...seen.keys()].sort()).toEqual([...ruleNames].sort());
});

it('when the load is gone everybody looks again', () => {
  const { rested } = takeTurns({ tookMs: 900, rested: [] }, false);
  expect(takeTurns({ tookMs: 200, rested }, false)).toMatchObject({ rested: [] });
});
