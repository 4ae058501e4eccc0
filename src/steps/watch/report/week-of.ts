import { addDays, instantOf, localTime, weekdayOf } from '#kernel/local-time.ts';
import { DAY } from '#kernel/time.ts';

/** On Monday, by the shop’s own clock. */
const AT_MINUTES = 7 * 60;
/** A report that is later than that helps nobody: the next one comes soon. */
const WORTH_SENDING = 3 * DAY;

/** A week of a shop, from Monday to Monday by its own clock. */
export interface Week {
  /** The Monday on which its report is due, `2026-11-30`; its name. */
  readonly due: string;
  readonly from: Date;
  readonly to: Date;
  /** Begins of the weeks before, the youngest first. */
  readonly before: readonly Date[];
  /** Whether its report is to be sent now. */
  readonly isDue: boolean;
}

const WEEKS_BEFORE = 4;

/** The week whose report is due at an instant, or was last. Pure. */
export function weekOf(now: Date, zone: string): Week {
  const { day, minutes } = localTime(now.getTime(), zone);
  const monday = addDays(day, 1 - weekdayOf(day));
  const isEarly = monday === day && minutes < AT_MINUTES;
  const due = isEarly ? addDays(monday, -7) : monday;
  const begin = (weeks: number) => new Date(instantOf({ day: addDays(due, -7 * weeks), minutes: 0 }, zone));
  const dueAt = instantOf({ day: due, minutes: AT_MINUTES }, zone);
  return {
    ...{ due, from: begin(1), to: begin(0), isDue: now.getTime() - dueAt < WORTH_SENDING },
    before: Array.from({ length: WEEKS_BEFORE }, (_none, nth) => begin(nth + 2)),
  };
}
