import { describe, expect, it } from 'vitest';
import { judgeLargeAnswers, largeFrom, listsPeople } from './judge-large-answers.ts';

const taken = { bytes: 4_000_000, names: true, ownDays: 0, ownMost: 0 };

describe('large answers of a programming interface', () => {
  it('ring for whoever never took so much, and less loudly where the address does not say what it holds', () => {
    expect(judgeLargeAnswers(taken)).toBe('high');
    expect(judgeLargeAnswers({ ...taken, names: false })).toBe('medium');
    expect(judgeLargeAnswers({ ...taken, ownDays: 20, ownMost: 1_100_000 })).toBe('high');
  });

  it('stay silent for little, and for a job that does so day by day', () => {
    expect(judgeLargeAnswers({ ...taken, bytes: 400_000 })).toBeNull();
    expect(judgeLargeAnswers({ ...taken, ownDays: 2, ownMost: 3_900_000 })).toBeNull();
  });

  it('are large by what is usual here', () => {
    expect(largeFrom(null)).toBe(100_000);
    expect(largeFrom(14_000)).toBe(100_000);
    expect(largeFrom(90_000)).toBe(450_000);
  });

  it('are of people when the last part of the path says so', () => {
    for (const path of ['/api/v1/customers', '/api/orders/', '/Users.json', '/api/shop/members'])
      expect(listsPeople(path), path).toBe(true);
    for (const path of ['/api/products', '/api/orders/{order}', '/api/customers/groups', '/api/preorders-info', '/graphql'])
      expect(listsPeople(path), path).toBe(false);
  });
});
