import { expect, it } from 'vitest';
import { DAY, HOUR } from '#kernel/time.ts';
import { type HourOfTries, judgeTriedAccount, networkOf, outagesOf } from './judge-tried-account.ts';

const T = Date.UTC(2026, 4, 20);
const none: ReadonlySet<number> = new Set();
const one = (hour: number, address: string, agent: string, failed: number, ok = 0): HourOfTries => ({ hour, address, agent, failed, ok });
/** A try each half a day, each from another network. */
const thief = Array.from({ length: 12 }, (_, nth) => one(T + nth * 12 * HOUR, `${60 + nth}.${nth}.1.2`, 'Chrome/135', 1));
const home = [25, 20, 15].map((ago) => one(T - ago * DAY, '198.18.4.4', 'Safari/18', 0, 1));

it('one account tried from twelve networks in six days rings, with those places alone', () => {
  const found = judgeTriedAccount('n', [...home, ...thief, one(T + DAY, '198.18.9.9', 'Safari/18', 3)], none);
  expect(found).toMatchObject({ scope: 'account', how: 'guessing', failed: 12, addresses: 12, accounts: 1, tried: ['n'], from: T });
  expect(found?.pairs).toHaveLength(12);
});

it('who got in at last from a place of the same kind is one of them', () => {
  const won = one(T + 6 * DAY, '77.77.1.1', 'Chrome/135', 0, 1);
  expect(judgeTriedAccount('n', [...home, ...thief, won], none)?.pairs).toContain('77.77.1.1\nChrome/135');
});

it.each<[string, HourOfTries[]]>([
  [
    'a forgetful customer with four devices',
    [0, 1, 2, 3].flatMap((nth) => [
      one(T + nth * HOUR, `${90 + nth}.1.1.1`, `device ${nth}`, 6),
      one(T + (nth + 1) * HOUR, `${90 + nth}.1.1.1`, `device ${nth}`, 0, 1),
    ]),
  ],
  [
    'an app with an old password behind a carrier',
    [
      one(T - 20 * DAY, '100.64.0.1', 'ShopApp/5', 0, 1),
      ...Array.from({ length: 150 }, (_, nth) => one(T + nth * HOUR, `100.${64 + (nth % 12)}.0.${nth}`, 'ShopApp/5', 1)),
    ],
  ],
  [
    'a firm’s account after the password was changed, at all its places',
    Array.from({ length: 15 }, (_, nth) => [
      one(T - 10 * DAY, `${30 + nth}.5.1.1`, 'Edge', 0, 2),
      one(T, `${30 + nth}.5.1.1`, 'Edge', 3),
    ]).flat(),
  ],
  ['a traveller in a week', Array.from({ length: 6 }, (_, nth) => one(T + nth * DAY, `${140 + nth}.5.1.1`, 'Safari/18', 2))],
])('%s does not ring', (_who, hours) => {
  expect(judgeTriedAccount('n', [...home, ...hours], none)).toBeNull();
});

it('tries in hours in which nobody got in are nobody’s', () => {
  const hours = thief.map((row) => ({ ...row, hour: T }));
  expect(judgeTriedAccount('n', hours, none)).not.toBeNull();
  expect(judgeTriedAccount('n', hours, outagesOf([{ hour: T, failed: 400, ok: 1 }]))).toBeNull();
  expect(
    outagesOf([
      { hour: T, failed: 400, ok: 300 },
      { hour: T + HOUR, failed: 5, ok: 0 },
    ]).size,
  ).toBe(0);
});

it('knows networks', () => {
  expect(networkOf('203.0.113.9')).toBe('203.0');
  expect(networkOf('2001:DB8:1::2')).toBe('2001:db8');
});
