import { beforeAll, describe, expect, it } from 'vitest';
import { DAY, HOUR } from '#kernel/time.ts';
import { judgeRhythm, type Series } from '#steps/watch/orders/judge-rhythm.ts';
import { makeCalendar, usualWeek } from '#steps/watch/orders/make-calendar.ts';
import { chanceOfAtMost } from '#steps/watch/orders/poisson.ts';
import { isRhythmic, isWork } from '#steps/watch/orders/read-rhythm.ts';
import type { ShopCalendar } from '#steps/watch/orders/working-days.ts';
import { makeOrders } from './make-orders.ts';

const FROM = Date.UTC(2025, 8, 1);
let calendar: ShopCalendar;
beforeAll(async () => {
  calendar = makeCalendar({ ...usualWeek, zone: 'Europe/Warsaw', country: 'PL' });
});

function placedTimes(perDay: number, days: number, seed: string): number[] {
  return [...makeOrders({ seed, from: FROM, days, perDay, calendar })]
    .flatMap((steps) => steps.filter((one) => one.system === 'shop' && one.step === 'placed').map((one) => one.at))
    .sort((a, b) => a - b);
}

function seriesOf(times: readonly number[], now: number, from = now - 35 * DAY): Series {
  const hours = new Map<number, number>();
  let last = 0;
  for (const at of times) {
    if (at > now || at < from) continue;
    const hour = Math.floor(at / HOUR) * HOUR;
    hours.set(hour, (hours.get(hour) ?? 0) + 1);
    last = at;
  }
  return { hours, last };
}
const judge = (times: readonly number[], now: number) => judgeRhythm(seriesOf(times, now), { now, since: FROM, calendar, isWork: false });

describe.each([5, 60, 2_000])('a shop of %i orders a day', (perDay) => {
  const days = perDay > 1_000 ? 60 : 200;

  it('is never said to be silent or low while it sells as ever', () => {
    const times = placedTimes(perDay, days, `rhythm-${perDay}`);
    const alarms: string[] = [];
    for (let now = FROM + 20 * DAY; now < FROM + days * DAY; now += perDay > 1_000 ? 3 * HOUR : 5 * HOUR) {
      const { state, since, expected } = judge(times, now);
      if (state !== 'usual' && state !== 'unknown')
        alarms.push(`${new Date(now).toISOString()} ${state} ${new Date(since).toISOString()} ${expected}`);
    }
    expect(alarms).toEqual([]);
  });

  it('is said to be silent as soon as about ten orders are missing', () => {
    const broken = FROM + 45 * DAY + 9 * HOUR;
    const times = placedTimes(perDay, 50, `rhythm-${perDay}`).filter((at) => at < broken);
    let noticed = 0;
    for (let now = broken; now < broken + 6 * DAY && noticed === 0; now += HOUR / 12)
      if (judge(times, now).state === 'silent') noticed = now;
    expect(noticed).toBeGreaterThan(0);
    expect(((noticed - broken) / DAY) * perDay).toBeLessThan(perDay > 1_000 ? 60 : 20);
  });
});

it('over a year nothing that any system tells is said to be silent or low', () => {
  const all = new Map<string, number[]>();
  for (const steps of makeOrders({ seed: 'year', from: FROM, days: 366, perDay: 20, calendar })) {
    for (const { system, step, at } of steps) {
      if (!isRhythmic(step)) continue;
      const key = `${system} ${step}`;
      const times = all.get(key) ?? [];
      times.push(at);
      all.set(key, times);
    }
  }
  const alarms: string[] = [];
  for (const [key, times] of all) {
    times.sort((a, b) => a - b);
    const { hours } = seriesOf(times, FROM + 366 * DAY, FROM);
    for (let now = FROM + 16 * DAY, next = 0; now < FROM + 366 * DAY; now += 31 * HOUR) {
      while ((times[next] ?? Number.POSITIVE_INFINITY) < now) next++;
      const series = { hours, last: times[next - 1] ?? 0 };
      const { state } = judgeRhythm(series, { now, since: times[0] ?? 0, calendar, isWork: isWork(key) });
      if (state === 'silent' || state === 'low') alarms.push(`${new Date(now).toISOString()} ${key} ${state}`);
    }
  }
  expect([...all.keys()].length).toBeGreaterThan(6);
  expect(alarms).toEqual([]);
}, 120_000);

it('in a shop of five orders a day an empty Friday is no silence of its work', () => {
  const own = makeCalendar({ ...usualWeek, zone: 'Europe/Berlin', country: 'DE' });
  const times = [...makeOrders({ seed: 'ee', from: FROM, days: 130, perDay: 5, calendar: own })]
    .flatMap((steps) => steps.filter(({ step, system }) => step === 'handed-over' && system === 'shop').map(({ at }) => at))
    .sort((a, b) => a - b);
  const stateAt = (now: number) => {
    const told = times.filter((at) => at < now);
    return judgeRhythm(seriesOf(told, now), { now, since: FROM, calendar: own, isWork: true }).state;
  };
  const friday = Date.UTC(2025, 11, 19);
  expect(times.filter((at) => at >= friday && at < friday + 3 * DAY)).toEqual([]);
  for (let now = friday; now < friday + 3 * DAY; now += HOUR) expect(stateAt(now), new Date(now).toISOString()).toBe('usual');
});

it('work that stops is said to be silent when a day of it is missing, and not on a Sunday', () => {
  const stopped = FROM + 45 * DAY;
  const times = [...makeOrders({ seed: 'work', from: FROM, days: 50, perDay: 40, calendar })]
    .flatMap((steps) => steps.filter(({ step, system }) => step === 'handed-over' && system === 'shop').map(({ at }) => at))
    .filter((at) => at < stopped)
    .sort((a, b) => a - b);
  const stateAt = (now: number) => judgeRhythm(seriesOf(times, now), { now, since: FROM, calendar, isWork: true }).state;
  expect([stateAt(stopped + 12 * HOUR), stateAt(stopped + DAY)]).toEqual(['usual', 'silent']);
  expect(stateAt(Date.UTC(2025, 9, 12, 12))).toBe('usual');
});

it('half of the orders gone is said to be low', () => {
  const broken = FROM + 45 * DAY + 9 * HOUR;
  const times = placedTimes(2_000, 50, 'low').filter((at, nth) => at < broken || nth % 4 === 0);
  expect(judge(times, broken + 3 * HOUR)).toMatchObject({ state: 'low' });
});

it('a new shop, and one that hardly sells, is not judged', () => {
  const times = placedTimes(60, 10, 'new');
  expect(judge(times, FROM + 10 * DAY).state).toBe('unknown');
  expect(
    judgeRhythm(seriesOf([FROM + 20 * DAY], FROM + 40 * DAY), { now: FROM + 40 * DAY, since: FROM, calendar, isWork: false }).state,
  ).toBe('unknown');
});

it('the chance of at most so many is that of Poisson', () => {
  expect(chanceOfAtMost(0, 5)).toBeCloseTo(Math.exp(-5), 12);
  expect(chanceOfAtMost(3, 2)).toBeCloseTo(0.857123, 5);
  expect(chanceOfAtMost(900, 1_000)).toBeCloseTo(0.0007, 3);
  expect(chanceOfAtMost(0, 10, 2)).toBeCloseTo(Math.exp(-5), 12);
  expect(chanceOfAtMost(4, 0)).toBe(1);
});
