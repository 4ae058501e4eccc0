import { HOUR, MINUTE } from '#kernel/time.ts';

/** UTC. In Europe this is the night, when shops have the fewest customers and backups are done. */
const BEGINS = 1 * HOUR + 5 * MINUTE;
const ENDS = 5 * HOUR + 30 * MINUTE;
/** An inspection takes about a minute: so much is left for the last ones. */
const SPARE = 15 * MINUTE;
/** No use in spreading a few shops over hours. */
const LONGEST_STEP = 10 * MINUTE;

export interface Night {
  /** `2026-11-30` */
  readonly name: string;
  readonly begins: Date;
  readonly ends: Date;
}

/** The night of the day on which an instant lies, UTC. Pure. */
export function nightOf(now: Date): Night {
  const name = now.toISOString().slice(0, 10);
  const midnight = Date.parse(`${name}T00:00:00Z`);
  return { name, begins: new Date(midnight + BEGINS), ends: new Date(midnight + ENDS) };
}

/** When each of so many shops has its turn: spread over what is left of the night, in their order. Pure. */
export function turnsOf(count: number, from: Date, night: Night): readonly Date[] {
  const start = Math.max(from.getTime(), night.begins.getTime());
  const step = Math.min(LONGEST_STEP, Math.max(0, night.ends.getTime() - SPARE - start) / Math.max(1, count));
  return Array.from({ length: count }, (_, nth) => new Date(Math.round(start + nth * step)));
}
