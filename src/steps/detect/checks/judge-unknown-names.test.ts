import { expect, it } from 'vitest';
import { HOUR } from '#kernel/time.ts';
import { judgeUnknownNames, unknownByShape } from './judge-unknown-names.ts';

const T = Date.UTC(2026, 4, 20);
const hour = (nth: number, told: number, unknown: number, addresses = 60) => ({ hour: T + nth * HOUR, told, unknown, addresses });

it('many names that nobody has, from many places, ring; hours that follow each other are one', () => {
  expect(judgeUnknownNames([hour(0, 100, 60), hour(1, 100, 55), hour(9, 100, 60)], 0.08)).toEqual([
    { from: T, to: T + 2 * HOUR - 1 },
    { from: T + 9 * HOUR, to: T + 10 * HOUR - 1 },
  ]);
});

it('a sale, a letter to old addresses, one machine and a few mistakes do not', () => {
  expect(judgeUnknownNames([hour(0, 900, 72)], 0.08)).toEqual([]);
  expect(judgeUnknownNames([hour(0, 500, 110)], 0.08)).toEqual([]);
  expect(judgeUnknownNames([hour(0, 100, 60, 2)], 0.08)).toEqual([]);
  expect(judgeUnknownNames([hour(0, 40, 30)], 0.08)).toEqual([]);
  // Nobody knows what is usual: half of them.
  expect(judgeUnknownNames([hour(0, 100, 45)], null)).toEqual([]);
  expect(judgeUnknownNames([hour(0, 100, 55)], null)).toHaveLength(1);
});

it('answers of another shape than those to names that exist tell; answers that are alike do not, which is no zero', () => {
  const wrong = { shape: '401 210', ofKnown: 60, ofCampaign: 30 };
  expect(unknownByShape([wrong, { shape: '401 180', ofKnown: 0, ofCampaign: 70 }])).toBeCloseTo(0.7);
  expect(unknownByShape([{ ...wrong, ofCampaign: 100 }])).toBeNull();
  expect(
    unknownByShape([
      { ...wrong, ofKnown: 5 },
      { shape: '401 180', ofKnown: 0, ofCampaign: 70 },
    ]),
  ).toBeNull();
  const each = Array.from({ length: 40 }, (_, nth) => ({ shape: `200 ${nth}`, ofKnown: 0, ofCampaign: 1 }));
  expect(unknownByShape([wrong, ...each])).toBeNull();
  expect(unknownByShape([])).toBeNull();
});
