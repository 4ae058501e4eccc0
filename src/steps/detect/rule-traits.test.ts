import { expect, it } from 'vitest';
import { relianceOn, ruleNames, trustOf } from './rule-traits.ts';

it('every rule says how far it is trusted; personal data that we were given ourselves cannot be faked', () => {
  for (const rule of ruleNames) {
    const { confidence, spoofable } = trustOf(rule, {});
    expect([1, 2, 3]).toContain(confidence);
    expect([0, 1, 2, 3]).toContain(spoofable);
  }
  expect(trustOf('personal-data', { where: 'answer' })).toEqual({ confidence: 3, spoofable: 0 });
  expect(trustOf('personal-data', { where: 'log' })).toEqual({ confidence: 2, spoofable: 2 });
});

it('one number orders what can be relied on: how sure, times how hard to fake', () => {
  const order = ['honey-customer', 'enumeration', 'bulk-export', 'known-attack', 'probing'] as const;
  expect(order.map((rule) => relianceOn(rule, {}))).toEqual([100, 75, 50, 33, 17]);
  expect(relianceOn('enumeration', { learned: 'people' })).toBe(50);
  expect(relianceOn('enumeration', { learned: 'unknown' })).toBe(25);
});
