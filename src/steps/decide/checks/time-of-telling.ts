import { MINUTE } from '#kernel/time.ts';

/** Why somebody cannot have been told then, when the clock for it began at `anchor`; `null`: they can. Forms tell the minute only. Pure. */
export function whyNoTimeOfTelling(at: Date, anchor: Date, now: Date): string | null {
  if (at > now) return 'at: lies in the future';
  if (at.getTime() >= Math.floor(anchor.getTime() / MINUTE) * MINUTE) return null;
  return `at: lies before its clock began (${anchor.toISOString()}); if you were aware earlier, state that first`;
}
