import { expect, it } from 'vitest';
import { ruleNames, trustOf } from './rule-traits.ts';

it('every rule says how far it is trusted; personal data that we were given ourselves cannot be faked', () => {
  for (const rule of ruleNames) {
    const { confidence, spoofable } = trustOf(rule, {});
    expect([1, 2, 3]).toContain(confidence);
    expect([0, 1, 2, 3]).toContain(spoofable);
  }
  expect(trustOf('personal-data', { where: 'answer' })).toEqual({ confidence: 3, spoofable: 0 });
  expect(trustOf('personal-data', { where: 'log' })).toEqual({ confidence: 2, spoofable: 2 });
});
