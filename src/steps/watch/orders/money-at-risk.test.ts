import { beforeAll, expect, it } from 'vitest';
import type { KnownRisk, MoneyAtRisk } from '#kernel/money-at-risk.ts';
import { DAY, HOUR, MINUTE } from '#kernel/time.ts';
import { seededRandom } from '#practice-shop/world/seeded-random.ts';
import { makeCalendar, usualWeek } from './make-calendar.ts';
import { judgeMoneyAtRisk, riskWindows, type Takings } from './money-at-risk.ts';
import { plausibleCount, plausibleMean } from './poisson.ts';
import type { ShopCalendar } from './working-days.ts';

/** A Monday. */
const BEGIN = Date.UTC(2026, 9, 5);
/** The Tuesday after four weeks, at noon by the shop's clock (UTC). */
const NOON = BEGIN + 29 * DAY + 12 * HOUR;
const EUR: readonly Takings[] = [{ currency: 'EUR', orders: 100, minor: 500_000 }];
let calendar: ShopCalendar;
beforeAll(async () => {
  calendar = makeCalendar({ ...usualWeek, zone: 'Etc/UTC', country: 'PL' });
});

/** Sells at random by day, a twentieth of it by night (0 to 6), twice as much on Saturdays; nothing from `stop` on. */
function sell(perHour: number, to: number, stop = Number.POSITIVE_INFINITY): number[] {
  const random = seededRandom(`sell-${perHour}`);
  const times: number[] = [];
  for (let minute = BEGIN; minute < to; minute += MINUTE) {
    const at = new Date(minute);
    const rate = (perHour / 60) * (at.getUTCHours() < 6 ? 0.05 : 1) * (at.getUTCDay() === 6 ? 2 : 1);
    for (let left = rate; left > 0; left -= 1) if (random.chance(Math.min(1, left)) && minute < stop) times.push(minute + 1);
  }
  return times;
}

interface Asked {
  readonly isOver?: boolean;
  readonly takings?: readonly Takings[];
  readonly lateShare?: number;
}

function judge(
  times: readonly number[],
  from: number,
  to: number,
  { isOver = false, takings = EUR, lateShare = 0 }: Asked = {},
): MoneyAtRisk {
  const hours = new Map<number, number>();
  for (const at of times.filter((one) => one <= to)) hours.set(at - (at % HOUR), (hours.get(at - (at % HOUR)) ?? 0) + 1);
  const counts = riskWindows(from, to).map((begin) => times.filter((at) => at >= begin && at <= to).length);
  return judgeMoneyAtRisk({ hours, since: times[0] ?? null, takings, lateShare, counts }, { from, to, isOver, calendar });
}

function known(risk: MoneyAtRisk): KnownRisk {
  if (risk.state !== 'known') throw new Error(risk.why);
  return risk;
}

it('a shop that fell silent loses what is usual in a minute of this hour, and what would have come since', () => {
  const risk = known(judge(sell(30, NOON + HOUR, NOON), NOON, NOON + 40 * MINUTE));
  expect(risk).toMatchObject({ now: 'fewer', seen: 0 });
  expect(risk.perMinute?.money).toMatchObject([{ currency: 'EUR' }]);
  // Half an order a minute, 50 EUR each.
  expect(risk.perMinute?.money?.[0]?.about).toBeGreaterThan(2_100);
  expect(risk.perMinute?.money?.[0]?.about).toBeLessThan(2_900);
  expect(risk.soFar?.orders.about).toBeGreaterThan(17);
  expect(risk.soFar?.orders.about).toBeLessThan(23);
  expect(risk.soFar?.orders.low).toBeGreaterThan(8);
  expect(risk.soFar?.orders.high).toBeLessThan(40);
});

it('half of a big shop’s orders gone is half of the money', () => {
  const times = sell(240, NOON + HOUR).filter((at, nth) => at < NOON || nth % 2 === 0);
  const risk = known(judge(times, NOON, NOON + HOUR));
  expect(risk.now).toBe('fewer');
  expect(risk.perMinute?.orders.about).toBeGreaterThan(1.6);
  expect(risk.perMinute?.orders.about).toBeLessThan(2.4);
});

it('where orders come as ever, as beside a data leak, nothing is said to be at risk, also when it went on through a night', () => {
  const night = BEGIN + 29 * DAY + 2 * HOUR;
  for (const perHour of [3, 30, 240]) {
    const times = sell(perHour, NOON + DAY);
    for (const to of [NOON, NOON + 5 * HOUR, NOON + 20 * HOUR])
      expect(judge(times, night, to), `${perHour}`).toMatchObject({ now: 'usual', perMinute: null, soFar: null });
  }
});

it('a night in which hardly anything comes: about nothing at risk, and nothing missed', () => {
  const night = BEGIN + 29 * DAY + 2 * HOUR;
  const risk = known(judge(sell(4, night + DAY, night), night, night + 3 * HOUR));
  expect(risk).toMatchObject({ now: 'quiet', soFar: null, seen: 0 });
  expect(risk.perMinute?.money?.[0]?.low).toBe(0);
  // 4 orders an hour by day; at night 0.2 of 50 EUR: 17 cents a minute.
  expect(risk.perMinute?.money?.[0]?.high).toBeLessThan(40);
});

it('the week has its seasons: a Saturday’s minute is worth twice a Tuesday’s', () => {
  const saturday = BEGIN + 33 * DAY + 12 * HOUR;
  const perMinute = (at: number): number => known(judge(sell(60, at + HOUR, at), at, at + HOUR)).perMinute?.money?.[0]?.about ?? 0;
  expect(perMinute(saturday) / perMinute(NOON)).toBeGreaterThan(1.6);
  expect(perMinute(saturday) / perMinute(NOON)).toBeLessThan(2.4);
});

it('an incident that begins within an hour does not make that hour look weaker', () => {
  const perMinute = (at: number): number => known(judge(sell(240, at + HOUR, at), at, at + 20 * MINUTE)).perMinute?.orders.about ?? 0;
  expect(perMinute(NOON + 5 * MINUTE) / perMinute(NOON)).toBeGreaterThan(0.95);
});

it('at the first minute it is too early to tell: from nothing up to all that is usual', () => {
  const risk = known(judge(sell(30, NOON + HOUR, NOON), NOON, NOON + 5_000));
  expect(risk).toMatchObject({ now: 'early', soFar: null });
  expect(risk.perMinute?.orders.low).toBe(0);
  expect(risk.perMinute?.orders.high).toBeGreaterThan(0.4);
});

it('five orders a day: silence is told from chance only after a day, and until then the range says so', () => {
  const times = sell(0.28, NOON + 3 * DAY, NOON);
  expect(known(judge(times, NOON, NOON + 2 * HOUR))).toMatchObject({ now: 'early', soFar: null });
  const later = known(judge(times, NOON, NOON + 2 * DAY));
  expect(later.now).toBe('fewer');
  expect((later.soFar?.orders.high ?? 0) / Math.max(1, later.soFar?.orders.low ?? 0)).toBeGreaterThan(2);
});

it('of an incident that is over the sum counts its own time only, and nothing is at risk any more', () => {
  const times = sell(60, NOON + 8 * HOUR).filter((at) => at < NOON || at > NOON + HOUR);
  const risk = known(judge(times, NOON, NOON + HOUR, { isOver: true }));
  expect(risk).toMatchObject({ now: 'over', perMinute: null, seen: 0 });
  expect(risk.soFar?.orders.about).toBeGreaterThan(52);
  expect(risk.soFar?.orders.about).toBeLessThan(68);
  expect(known(judge(times, NOON + 2 * HOUR, NOON + 3 * HOUR, { isOver: true }))).toMatchObject({ now: 'over', soFar: null });
});

it('when orders come again nothing is at risk any more, and what was missed stays', () => {
  const times = sell(240, NOON + 8 * HOUR).filter((at) => at < NOON || at > NOON + HOUR);
  const risk = known(judge(times, NOON, NOON + 2 * HOUR));
  expect(risk).toMatchObject({ now: 'usual', perMinute: null });
  expect(risk.soFar?.orders.about).toBeGreaterThan(200);
});

it('what is not known is said, with its reason, and is never nothing', () => {
  const stopped = sell(30, NOON + HOUR, NOON);
  const at = (times: readonly number[], asked?: Asked) => judge(times, NOON, NOON + HOUR, asked);
  expect(at([])).toEqual({ state: 'unknown', why: 'not-told' });
  expect(at(stopped.filter((one) => one > NOON - 13 * DAY))).toEqual({ state: 'unknown', why: 'too-young' });
  expect(at(stopped.filter((_, nth) => nth % 1_000 === 0))).toEqual({ state: 'unknown', why: 'too-few' });
  expect(at(stopped, { lateShare: 0.9 })).toEqual({ state: 'unknown', why: 'told-late' });
  const half = [...EUR, { currency: '', orders: 101, minor: 0 }];
  const unpriced = known(at(stopped, { takings: half }));
  expect(unpriced.perMinute).toMatchObject({ money: null });
  expect(unpriced.soFar?.orders.about).toBeGreaterThan(20);
});

it('each currency counts by its share of the orders; orders without an amount are left out', () => {
  const takings = [
    { currency: 'PLN', orders: 20, minor: 400_000 },
    { currency: 'EUR', orders: 60, minor: 300_000 },
    { currency: '', orders: 70, minor: 0 },
  ];
  const { soFar } = known(judge(sell(30, NOON + HOUR, NOON), NOON, NOON + HOUR, { takings }));
  const orders = soFar?.orders.about ?? 0;
  expect(soFar?.money?.map(({ currency }) => currency)).toEqual(['EUR', 'PLN']);
  expect(soFar?.money?.map(({ about }) => Math.round(about / orders))).toEqual([3_750, 5_000]);
});

it('nine times in ten it lies between', () => {
  expect(plausibleMean(0).high).toBeCloseTo(3, 1);
  expect(plausibleMean(0).low).toBe(0);
  // Garwood's exact bounds of ten.
  expect(plausibleMean(10).low).toBeCloseTo(5.43, 1);
  expect(plausibleMean(10).high).toBeCloseTo(16.96, 1);
  // Poisson's 5th and 95th in a hundred of 30.
  expect(plausibleCount(30).low).toBeCloseTo(21.7, 0);
  expect(plausibleCount(30).high).toBeCloseTo(39.5, 0);
  expect(plausibleCount(30, 4).high - plausibleCount(30, 4).low).toBeGreaterThan(30);
  expect(plausibleCount(0)).toMatchObject({ low: 0 });
});
