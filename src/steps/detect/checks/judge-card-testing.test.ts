import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '#kernel/time.ts';
import { judgeCardTesting, type Payment } from './judge-card-testing.ts';

const pay = (at: number, change: Partial<Payment> = {}): Payment => ({
  at,
  pair: '203.0.113.1\na',
  session: '',
  prefix: '411111',
  card: '',
  failed: true,
  ...change,
});
const many = (count: number, every: number, change: (i: number) => Partial<Payment>): Payment[] =>
  Array.from({ length: count }, (_, i) => pay(i * every, change(i)));
const none = () => 0;

describe('card testing', () => {
  it('is seen by one visitor with more cards than a person has', () => {
    const tests = judgeCardTesting(
      [...many(12, 10 * SECOND, (i) => ({ card: `c${i}` })), pay(130 * SECOND, { card: 'c99', failed: false })],
      none,
    );
    expect(tests).toMatchObject([{ scope: 'visitor', failed: 12, passed: 1, cards: 12, from: 0 }]);
  });
  it('is seen by one session from changing addresses, and without cards by the number alone', () => {
    expect(
      judgeCardTesting(
        many(12, SECOND, (i) => ({ pair: `a${i}\nb`, session: 's', card: `c${i}` })),
        none,
      ),
    ).toHaveLength(1);
    expect(
      judgeCardTesting(
        many(12, SECOND, () => ({ prefix: '' })),
        none,
      ),
    ).toMatchObject([{ cards: 0, failed: 12 }]);
  });
  it('is seen by one address whose sessions and programs change with each card, not behind a carrier whose customers pay', () => {
    const cards = many(12, 20 * SECOND, (i) => ({ pair: `203.0.113.9\nagent ${i}`, session: `s${i}`, card: `c${i}`, prefix: `4${i}1111` }));
    expect(judgeCardTesting(cards, none)).toMatchObject([{ scope: 'address', failed: 12, cards: 12 }]);
    const carrier = many(12, 20 * SECOND, (i) => ({
      pair: `203.0.113.9\nx ${i}`,
      session: `p${i}`,
      card: `d${i}`,
      prefix: '',
      failed: i % 3 === 0,
    }));
    expect(judgeCardTesting([...cards, ...carrier], none)).toEqual([]);
    // The provider is down: whoever pays from elsewhere fails as well.
    const others = many(20, 12 * SECOND, (i) => ({ pair: `198.18.0.${i}\nx`, session: `o${i}`, card: `o${i}`, prefix: '' }));
    expect(judgeCardTesting([...cards, ...others], none)).toEqual([]);
  });
  it('is seen by one bank’s numbers from many places', () => {
    const attack = many(40, MINUTE, (i) => ({ pair: `a${i % 20}\nb`, card: `c${i}` }));
    const others = many(30, MINUTE, (i) => ({ pair: `o${i}\nb`, prefix: '550000', card: `o${i}`, failed: i % 6 === 0 }));
    expect(judgeCardTesting([...attack, ...others], none)).toMatchObject([{ scope: 'prefix', prefix: '411111', failed: 40 }]);
    expect(judgeCardTesting([...attack, ...others], () => 30)).toEqual([]);
  });
  it.each<[string, Payment[]]>([
    ['somebody who tries three of his cards', many(6, 30 * SECOND, (i) => ({ card: `c${i % 3}` }))],
    ['somebody whose card is refused again and again', many(9, 30 * SECOND, () => ({ card: 'c' }))],
    ['an office where most payments work', many(20, 20 * SECOND, (i) => ({ card: `c${i}`, failed: i % 3 === 0 }))],
    [
      'a payment provider that is down: the cards of every bank fail',
      many(200, 15 * SECOND, (i) => ({ pair: `a${i}\nb`, card: `c${i}`, prefix: ['411111', '550000', '400000'][i % 3] ?? '' })),
    ],
    ['a sale day', many(300, 10 * SECOND, (i) => ({ pair: `a${i}\nb`, card: `c${i}`, failed: i % 10 === 0 }))],
  ])('does not ring for %s', (_, payments) => expect(judgeCardTesting(payments, none)).toEqual([]));

  it('is told quickly on a day on which everything fails', () => {
    const banks = ['411111', '550000', '400000', '370000'];
    const outage = many(200_000, 40, (i) => ({
      pair: `a${i % 5000}\nb`,
      card: `c${i % 9000}`,
      prefix: banks[i % 4] ?? '',
      session: `s${i % 50_000}`,
    }));
    const begun = performance.now();
    expect(judgeCardTesting(outage, none).filter((one) => one.scope === 'prefix')).toEqual([]);
    expect(performance.now() - begun).toBeLessThan(5000);
  });
});
