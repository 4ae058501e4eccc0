export const timeParts = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const;
export type TimePart = (typeof timeParts)[number];

const WRITTEN = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d))?/;
const CLF = /^(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d)/;
const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';

/**
 * The number of a date's part as it is written, without a change of time zone (Sigma 2.1): ISO 8601, the date of an access log,
 * or seconds, milliseconds, microseconds or nanoseconds since 1970 (UTC). `week` is the ISO week. `null`: it is no date, or lacks the part.
 */
export function timePartOf(text: string, part: TimePart): number | null {
  const numbers = readDate(text);
  if (numbers === null) return null;
  const [year, month, day, hour, minute] = numbers;
  if (part === 'year') return year;
  if (part === 'month') return month;
  if (part === 'day') return day;
  if (part === 'week') return isoWeek(year, month, day);
  return (part === 'hour' ? hour : minute) ?? null;
}

type Numbers = readonly [year: number, month: number, day: number, hour: number | undefined, minute: number | undefined];

function readDate(text: string): Numbers | null {
  const written = WRITTEN.exec(text);
  if (written) {
    const [, year, month, day, hour, minute] = written;
    const time = hour === undefined ? undefined : Number(hour);
    return [Number(year), Number(month), Number(day), time, minute === undefined ? undefined : Number(minute)];
  }
  const log = CLF.exec(text);
  if (log) return [Number(log[3]), MONTHS.indexOf(log[2] ?? '') / 3 + 1, Number(log[1]), Number(log[4]), Number(log[5])];
  if (!/^\d{9,19}(\.\d+)?$/.test(text)) return null;
  const number = Number(text);
  const scale = [1e18, 1e15, 1e12].findIndex((least) => number >= least / 10);
  const at = new Date(scale < 0 ? number * 1000 : number / ([1e6, 1e3, 1][scale] ?? 1));
  return [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate(), at.getUTCHours(), at.getUTCMinutes()];
}

function isoWeek(year: number, month: number, day: number): number {
  const date = new Date(Date.UTC(year, month - 1, day));
  const thursday = new Date(date.getTime() + (3 - ((date.getUTCDay() + 6) % 7)) * 86_400_000);
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return 1 + Math.floor((thursday.getTime() - first) / (7 * 86_400_000));
}
