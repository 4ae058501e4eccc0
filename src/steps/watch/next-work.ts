import { addDays, instantOf, localTime } from '#kernel/local-time.ts';
import { DAY } from '#kernel/time.ts';

export const repeats = ['day', 'week'] as const;
export type Repeats = (typeof repeats)[number];

const DAYS: Readonly<Record<Repeats, number>> = { day: 1, week: 7 };

export interface RepeatedWork {
  readonly from: Date;
  readonly to: Date;
  readonly repeats: Repeats;
  /** Minutes since midnight at which it begins by the wall's clock, also on a day that leaves that minute out. */
  readonly wallMinutes: number;
}

/** When work comes again that was over: as long, at the same time by the wall's clock in `zone` (IANA), the first that ends after `now`. Pure. */
export function nextWork(
  { from, to, repeats: every, wallMinutes }: RepeatedWork,
  now: Date,
  zone: string,
): Pick<RepeatedWork, 'from' | 'to'> {
  const lasts = to.getTime() - from.getTime();
  const first = localTime(from.getTime(), zone).day;
  // Whole periods that are surely over are passed in one step: nobody may have looked for a year.
  const passed = Math.max(1, Math.floor((now.getTime() - to.getTime()) / (DAYS[every] * DAY)) - 1);
  for (let nth = passed; ; nth += 1) {
    const next = instantOf({ day: addDays(first, nth * DAYS[every]), minutes: wallMinutes }, zone);
    if (next + lasts > now.getTime()) return { from: new Date(next), to: new Date(next + lasts) };
  }
}
