import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY, HOUR } from '#kernel/time.ts';
import { weekOf } from './week-of.ts';

test('a week is due on Monday at seven by the shop’s own clock, also where clocks were moved', () => {
  const warsaw = (iso: string) => weekOf(new Date(iso), 'Europe/Warsaw');
  expect(warsaw('2026-11-30T05:59:00Z')).toMatchObject({ due: '2026-11-23', isDue: false });
  expect(warsaw('2026-11-30T06:00:00Z')).toMatchObject({
    ...{ due: '2026-11-30', isDue: true, from: new Date('2026-11-22T23:00:00Z'), to: new Date('2026-11-29T23:00:00Z') },
  });
  expect(warsaw('2026-12-03T06:00:00Z').isDue).toBe(false);
  const october = warsaw('2026-10-26T07:00:00Z');
  expect(october.to.getTime() - october.from.getTime()).toBe(7 * DAY + HOUR);
});

test('every instant has one week, that ended before it, and every week is due once', () => {
  const zones = fc.constantFrom('Europe/Warsaw', 'Asia/Tokyo', 'America/St_Johns', 'Pacific/Apia', 'UTC');
  fc.assert(
    fc.property(zones, fc.integer({ min: Date.UTC(2025, 0), max: Date.UTC(2028, 0) }), (zone, at) => {
      const week = weekOf(new Date(at), zone);
      expect(week.to.getTime()).toBeLessThanOrEqual(at);
      expect(at - week.to.getTime()).toBeLessThan(8 * DAY);
      expect(week.from.getTime()).toBeLessThan(week.to.getTime());
      expect(weekOf(new Date(at + 7 * DAY), zone).due > week.due).toBe(true);
    }),
  );
});
