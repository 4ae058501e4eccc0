import { DAY, HOUR, MINUTE } from '#kernel/time.ts';
import type { Translate } from '#web/types.ts';

/** How long something is, in its two largest units: “2 h 5 min”. */
export function showLong(ms: number, t: Translate): string {
  const whole = Math.max(0, ms);
  if (whole < 2 * MINUTE) return t('watch.queues.long-seconds', { seconds: Math.round(whole / 1_000) });
  if (whole < HOUR) return t('watch.queues.long-minutes', { minutes: Math.floor(whole / MINUTE) });
  const [hours, minutes] = [Math.floor(whole / HOUR), Math.floor((whole % HOUR) / MINUTE)];
  if (whole < 2 * DAY) return t('watch.queues.long-hours', { hours, minutes });
  return t('watch.queues.long-days', { days: Math.floor(whole / DAY), hours: Math.floor((whole % DAY) / HOUR) });
}
