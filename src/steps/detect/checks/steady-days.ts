/** What somebody read on one day, and how many different others read anything. */
export interface DayOfReads {
  readonly mine: number;
  readonly readers: number;
}

const TIMES = 3;
/** So that a night with hardly any reader does not make everything look like much. */
const CALM = 20;
/** A crowd may explain so many times as much and no more: who brings a crowd along cannot hide behind it. */
const MOST_GROWTH = 10;

/**
 * For each day, whether somebody read about as much as on the busiest one: at least a third of it. On a day with eight times as many
 * readers, such as in a sale, eight times as much is the same. Readers are counted and not their records, so that one other who reads
 * thousands explains nothing.
 */
export function isSteady(days: readonly DayOfReads[]): boolean[] {
  const least = days.reduce((fewest, day) => Math.min(fewest, day.readers), Number.POSITIVE_INFINITY) + CALM;
  const rates = days.map((day) => day.mine / Math.min(day.readers + CALM, MOST_GROWTH * least));
  const busiest = rates.reduce((most, rate) => Math.max(most, rate), 0);
  return rates.map((rate) => rate > 0 && rate * TIMES >= busiest);
}

const HABIT = { days: 4, share: 0.6 } as const;

/** Whether so many days of about the same are a habit: a program of the shop's own, such as the warehouse or the courier. An attack is new. */
export function steadyEnough({ steadyDays, knownDays }: { readonly steadyDays: number; readonly knownDays: number }): boolean {
  return steadyDays >= HABIT.days && steadyDays >= HABIT.share * knownDays;
}
