import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '#kernel/time.ts';
import { distanceKm, judgeTravel, type LocatedSignIn } from './judge-travel.ts';

const T = Date.UTC(2026, 4, 4, 10);
const WARSAW = { latitude: 52.23, longitude: 21.01, country: 'PL', radiusKm: 20 };
const KRAKOW = { latitude: 50.06, longitude: 19.94, country: 'PL', radiusKm: 20 };
const TOKYO = { latitude: 35.68, longitude: 139.69, country: 'JP', radiusKm: 20 };
const signIn = (at: number, address: string, place: LocatedSignIn['place'], account = 'anna'): LocatedSignIn => ({
  ...{ at, account, address, agent: 'Firefox', place },
});

it('two sign-ins between which nobody can have travelled are told, whichever came first', () => {
  const here = signIn(T, '198.51.100.7', WARSAW);
  const there = signIn(T + 2 * HOUR, '203.0.113.9', TOKYO);
  expect(judgeTravel([there, here], T)).toMatchObject([{ account: 'anna', from: here, to: there }]);
  expect(judgeTravel([here, there], T)[0]?.km).toBeGreaterThan(8_000);
  expect(judgeTravel([here, there], T + 3 * HOUR)).toEqual([]);
});

it('a journey that is possible, a place that is vague or unknown, and other accounts are not', () => {
  const here = signIn(T, '198.51.100.7', WARSAW);
  const nothing = (there: LocatedSignIn) => expect(judgeTravel([here, there], T)).toEqual([]);
  nothing(signIn(T + 11 * HOUR, '203.0.113.9', TOKYO));
  nothing(signIn(T + MINUTE, '203.0.113.9', KRAKOW));
  nothing(signIn(T + MINUTE, '203.0.113.9', { ...TOKYO, radiusKm: 1000 }));
  nothing(signIn(T + MINUTE, '203.0.113.9', null));
  nothing(signIn(T + MINUTE, '203.0.113.9', TOKYO, 'jan'));
});

it('an exit that many accounts use is nobody’s place; nor is one that the account uses on other days news', () => {
  const here = signIn(T, '198.51.100.7', WARSAW);
  const there = signIn(T + MINUTE, '203.0.113.9', TOKYO);
  const colleagues = ['jan', 'ewa'].map((account, nth) => signIn(T - DAY + nth * HOUR, '203.0.113.77', TOKYO, account));
  expect(judgeTravel([here, there, ...colleagues], T)).toEqual([]);
  const habit = [1, 2, 3].flatMap((day) => [
    signIn(T - day * DAY, '198.51.100.7', WARSAW),
    signIn(T - day * DAY + HOUR, '192.0.2.200', TOKYO),
  ]);
  expect(judgeTravel([...habit, here, there], T)).toEqual([]);
});

it('distances are those of a ball: symmetric, never more than half around', () => {
  const place = fc.record({
    latitude: fc.double({ min: -90, max: 90, noNaN: true }),
    longitude: fc.double({ min: -180, max: 180, noNaN: true }),
  });
  fc.assert(
    fc.property(place, place, (a, b) => {
      expect(distanceKm(a, b)).toBeCloseTo(distanceKm(b, a), 6);
      expect(distanceKm(a, b)).toBeLessThanOrEqual(20_016);
      expect(distanceKm(a, a)).toBe(0);
    }),
  );
  expect(distanceKm(WARSAW, KRAKOW)).toBeGreaterThan(245);
  expect(distanceKm(WARSAW, KRAKOW)).toBeLessThan(260);
});
