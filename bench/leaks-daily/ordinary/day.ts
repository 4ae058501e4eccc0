import { DAY, HOUR } from '#kernel/time.ts';
import type { SeededRandom } from '#practice-shop/world/seeded-random.ts';

/** What is special about a day of the shop. */
export interface Day {
  /** Midnight UTC, ms since 1970. */
  readonly start: number;
  /** 0 for Sunday. */
  readonly weekday: number;
  /** Eight times as many visitors, from eight in the morning on. */
  readonly sale: boolean;
  /** A letter to all customers at ten. */
  readonly newsletter: boolean;
  /** When the shop's app was replaced by a new version: from then on everybody's program has another name. */
  readonly rollOutAt: number | null;
  /** When nobody could sign in, however right the password was; `null`: never. */
  readonly outage: { readonly from: number; readonly to: number } | null;
}

const HOURS = [3, 2, 1, 1, 1, 2, 4, 7, 9, 10, 11, 11, 12, 11, 10, 10, 11, 12, 14, 16, 17, 15, 10, 6];
const WEEKDAYS = [1.15, 1.05, 0.95, 0.9, 0.95, 1, 1.05];

/** Instants of so many visits (on an average day) over the day, more at the hours at which people shop. */
export function momentsOf(random: SeededRandom, day: Day, average: number): number[] {
  const moments: number[] = [];
  const sum = HOURS.reduce((all, one) => all + one, 0);
  for (const [hour, weight] of HOURS.entries()) {
    const times = day.sale && hour >= 8 ? 8 : 1;
    const expected = ((average * weight) / sum) * (WEEKDAYS[day.weekday] ?? 1) * times * (0.9 + 0.2 * random.next());
    const count = Math.floor(expected) + (random.chance(expected % 1) ? 1 : 0);
    for (let nth = 0; nth < count; nth++) moments.push(day.start + hour * HOUR + Math.floor(random.next() * HOUR));
  }
  return moments.sort((a, b) => a - b);
}

export function daysFrom(start: number, count: number, special: (nth: number) => Partial<Day>): Day[] {
  return Array.from({ length: count }, (_, nth) => {
    const at = start + nth * DAY;
    return { start: at, weekday: new Date(at).getUTCDay(), sale: false, newsletter: false, rollOutAt: null, outage: null, ...special(nth) };
  });
}
