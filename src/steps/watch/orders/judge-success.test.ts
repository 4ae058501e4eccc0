import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '#kernel/time.ts';
import { seededRandom } from '#practice-shop/world/seeded-random.ts';
import { chanceOfAtLeast, judgeSuccess, type Tries } from './judge-success.ts';

const NOW = Date.UTC(2026, 10, 27, 12);

/** Four weeks of tries; each fails with the chance that its hour has. */
function weeks(perDay: number, seed: string, chanceAt: (hour: number) => number): Tries {
  const random = seededRandom(seed);
  const tries = new Map<number, { tried: number; through: number }>();
  for (let hour = NOW - 28 * DAY; hour < NOW; hour += HOUR) {
    const local = (hour / HOUR) % 24;
    const mean = (perDay / 24) * (local < 6 ? 0.2 : 1.27);
    let tried = Math.floor(mean) + (random.chance(mean % 1) ? 1 : 0);
    if (random.chance(0.2)) tried = Math.max(0, tried - 1);
    let through = 0;
    for (let nth = 0; nth < tried; nth++) through += random.chance(chanceAt(hour)) ? 0 : 1;
    if (tried > 0) tries.set(hour, { tried, through });
  }
  return tries;
}

describe.each([5, 60, 2_000])('%i orders a day', (perDay) => {
  it('is never said to fail while as much goes through as ever', () => {
    for (const share of [0.01, 0.05, 0.2])
      for (let nth = 0; nth < 10; nth++) {
        const tries = weeks(perDay, `fine ${perDay} ${share} ${nth}`, () => share);
        for (let back = 0; back < 8 * DAY; back += 7 * HOUR) {
          const until = NOW - back;
          const known = new Map([...tries].filter(([hour]) => hour < until));
          expect(judgeSuccess(known, until).state, `${share} ${nth} ${back / HOUR}`).not.toBe('failing');
        }
      }
  });

  it('is said to fail when nothing goes through any more, after about a dozen tries, and is over when it does again', () => {
    const began = NOW - 6 * DAY;
    const ended = NOW - 2 * DAY;
    const tries = weeks(perDay, `broken ${perDay}`, (hour) => (hour >= began && hour < ended ? 1 : 0.05));
    const stateAt = (until: number) => judgeSuccess(new Map([...tries].filter(([hour]) => hour < until)), until).state;
    expect(stateAt(began)).toBe('usual');
    let noticed = began;
    while (stateAt(noticed) !== 'failing' && noticed < ended) noticed += HOUR;
    const lost = [...tries].filter(([hour]) => hour >= began && hour < noticed).reduce((sum, [, { tried }]) => sum + tried, 0);
    expect(lost).toBeLessThan(perDay > 1_000 ? 130 : 20);
    let over = ended;
    while (stateAt(over) === 'failing' && over < NOW) over += HOUR;
    const through = [...tries].filter(([hour]) => hour >= ended && hour < over).reduce((sum, [, one]) => sum + one.through, 0);
    expect(through).toBeLessThan(perDay > 1_000 ? 130 : 30);
  });
});

it('refusals that grow from 0.8 to 4 of a hundred are noticed within a day at two thousand orders', () => {
  const tries = weeks(2_000, 'leak', (hour) => (hour >= NOW - DAY ? 0.04 : 0.008));
  expect(judgeSuccess(tries, NOW)).toMatchObject({ state: 'failing' });
});

it('what hardly goes through within an hour, is new or small is not judged', () => {
  expect(
    judgeSuccess(
      weeks(60, 'transfer', () => 0.97),
      NOW,
    ).state,
  ).toBe('unknown');
  expect(judgeSuccess(new Map(), NOW)).toMatchObject({ state: 'unknown', usual: null, now: null });
  const fresh = new Map([...weeks(60, 'new', () => 0)].filter(([hour]) => hour > NOW - 5 * DAY));
  expect(judgeSuccess(fresh, NOW).state).toBe('unknown');
});

it('the chance of at least so many is that of the binomial distribution', () => {
  expect(chanceOfAtLeast(3, 3, 0.5)).toBeCloseTo(0.125, 12);
  expect(chanceOfAtLeast(1, 4, 0.5)).toBeCloseTo(0.9375, 12);
  expect(chanceOfAtLeast(7, 10, 0.1) / 9.1216e-6).toBeCloseTo(1, 3);
  expect(chanceOfAtLeast(0, 10, 0.1)).toBe(1);
});
