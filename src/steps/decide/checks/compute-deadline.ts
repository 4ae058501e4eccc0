import { addMs, HOUR } from '#kernel/time.ts';

/**
 * The deadline: awareness plus exactly that many elapsed hours. Nights, weekends, holidays and changes of the clock do not move it
 * (Regulation 1182/71 Art. 3(4) shifts only periods not expressed in hours). Pure; instants in UTC.
 */
export function computeDeadline(aware: Date, hours: number): Date {
  return addMs(aware, hours * HOUR);
}

/** The reading of Regulation 1182/71 Art. 3(1), where the hour of the event is not counted: shown as information, never used. */
export function laterReading(aware: Date, hours: number): Date {
  const whole = (Math.floor(aware.getTime() / HOUR) + 1) * HOUR;
  return new Date(whole + hours * HOUR);
}

/** How an instant reads in a zone, with its offset, for example `2026-10-26 09:00 GMT+1`. */
export function showIn(at: Date, timeZone: string, locale = 'en-GB'): string {
  return new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'full', timeStyle: 'long' }).format(at);
}

/** Time left in ms; negative when late. */
export function timeLeft(deadline: Date, now: Date): number {
  return deadline.getTime() - now.getTime();
}
