import { beforeAll, describe, expect, it } from 'vitest';
import type { KnownRisk } from '#kernel/money-at-risk.ts';
import { DAY, HOUR, MINUTE } from '#kernel/time.ts';
import { seededRandom } from '#practice-shop/world/seeded-random.ts';
import { makeCalendar, usualWeek } from '#steps/watch/orders/make-calendar.ts';
import { judgeMoneyAtRisk, riskWindows } from '#steps/watch/orders/money-at-risk.ts';
import type { ShopCalendar } from '#steps/watch/orders/working-days.ts';
import { makeOrders } from './make-orders.ts';

const FROM = Date.UTC(2026, 1, 2);
const LENGTHS = [10 * MINUTE, HOUR, 6 * HOUR, DAY, 4 * DAY];
let calendar: ShopCalendar;
beforeAll(async () => {
  calendar = makeCalendar({ ...usualWeek, zone: 'Europe/Warsaw', country: 'PL' });
});

describe.each([5, 60, 2_000])('a shop of %i orders a day', (perDay) => {
  const days = perDay > 1_000 ? 60 : 200;
  const times: number[] = [];
  const hours = new Map<number, number>();
  beforeAll(() => {
    for (const steps of makeOrders({ seed: `risk-${perDay}`, from: FROM, days, perDay, calendar })) {
      for (const { system, step, at } of steps) if (system === 'shop' && step === 'placed') times.push(at);
    }
    times.sort((a, b) => a - b);
    for (const at of times) hours.set(at - (at % HOUR), (hours.get(at - (at % HOUR)) ?? 0) + 1);
  });

  /** An incident at a moment, in which this share of the orders still comes. */
  function judge(from: number, length: number, share: number): { readonly risk: KnownRisk; readonly lost: number } {
    const to = from + length;
    const random = seededRandom(`${from}`);
    const within = times.filter((at) => at >= from && at <= to);
    const came = within.filter(() => random.chance(share));
    const counts = riskWindows(from, to).map((begin) => came.filter((at) => at >= begin).length);
    const takings = [{ currency: 'PLN', orders: 1, minor: 10_000 }];
    const risk = judgeMoneyAtRisk({ hours, since: times[0] ?? null, takings, lateShare: 0, counts }, { from, to, isOver: false, calendar });
    if (risk.state !== 'known') throw new Error(risk.why);
    return { risk, lost: within.length - came.length };
  }

  function* moments(): Generator<{ readonly from: number; readonly length: number }> {
    const random = seededRandom(`moments-${perDay}`);
    for (const length of LENGTHS) {
      for (let nth = 0; nth < 60; nth++) yield { from: FROM + 20 * DAY + Math.floor(random.next() * (days - 25) * DAY), length };
    }
  }

  it('an incident without a fall of orders is hardly ever said to cost anything', () => {
    const all = [...moments()].map(({ from, length }) => judge(from, length, 1).risk);
    const wrong = all.filter(({ now, soFar }) => now === 'fewer' || soFar !== null);
    expect(wrong.length / all.length).toBeLessThan(0.02);
  });

  it('what was lost in an incident lies in the range that is said, about nine times in ten', () => {
    for (const share of [0, 0.5]) {
      const said = [...moments()]
        .map(({ from, length }) => judge(from, length, share))
        .flatMap(({ risk, lost }) => (risk.soFar === null ? [] : [{ ...risk.soFar.orders, lost }]));
      const right = said.filter(({ low, high, lost }) => lost >= low && lost <= high);
      expect(said.length).toBeGreaterThan(0);
      expect(right.length / said.length).toBeGreaterThan(0.8);
    }
  });
});
