import { DAY, MINUTE } from './time.ts';

/** A calendar day (`2026-03-01`) and the minutes since it began, by the clock on the wall. */
export interface LocalTime {
  readonly day: string;
  readonly minutes: number;
}

const QUARTER = 15 * MINUTE;
const formats = new Map<string, Intl.DateTimeFormat>();
/** Offsets are asked for once a quarter of an hour: asking costs a hundred times more than adding. */
const offsets = new Map<string, Map<number, number>>();

/** How far a zone (IANA name) is ahead of UTC at an instant, in ms. Throws RangeError for a zone that nobody knows. */
function offsetIn(at: number, zone: string): number {
  const known = offsets.get(zone) ?? new Map<number, number>();
  offsets.set(zone, known);
  const quarter = Math.floor(at / QUARTER);
  const found = known.get(quarter);
  if (found !== undefined) return found;
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  formats.set(zone, format);
  const name = format.formatToParts(quarter * QUARTER).find((part) => part.type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE;
  if (known.size > 100_000) known.clear();
  known.set(quarter, offset);
  return offset;
}

/** What the clock on the wall shows at an instant (ms since 1970). */
export function localTime(at: number, zone: string): LocalTime {
  const shifted = at + offsetIn(at, zone);
  const start = Math.floor(shifted / DAY) * DAY;
  return { day: new Date(start).toISOString().slice(0, 10), minutes: Math.floor((shifted - start) / MINUTE) };
}

/** The instant (ms since 1970) at which the clock on the wall shows this; of an hour that comes twice the first, of one that is left out the moment after. */
export function instantOf({ day, minutes }: LocalTime, zone: string): number {
  const wall = Date.parse(`${day}T00:00:00Z`) + minutes * MINUTE;
  const guesses = [wall - offsetIn(wall - DAY, zone), wall - offsetIn(wall + DAY, zone)];
  const right = guesses.filter((guess) => guess + offsetIn(guess, zone) === wall);
  return right.length > 0 ? Math.min(...right) : Math.max(...guesses);
}

/** What a zone's clock shows at an instant, as a browser's date field takes it: `2026-11-22T14:30`. */
export function wallTimeOf(at: Date, zone: string): string {
  const { day, minutes } = localTime(at.getTime(), zone);
  return `${day}T${new Date(minutes * MINUTE).toISOString().slice(11, 16)}`;
}

/** The instant at which a zone's clock shows `2026-11-22T14:30`, as a browser's date field sends it; `null` for another text. */
export function readWallTime(text: string, zone: string): Date | null {
  const wall = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(text) ? Date.parse(`${text}Z`) : Number.NaN;
  return Number.isNaN(wall) ? null : new Date(asLocal(wall, zone));
}

/** A wall clock's time that was read as if it were UTC (ms since 1970), as the instant it means in a zone. */
export function asLocal(at: number, zone: string): number {
  const wall = new Date(at).toISOString();
  const minutes = Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16));
  return instantOf({ day: wall.slice(0, 10), minutes }, zone) + (at % MINUTE);
}

/** The calendar day so many days later. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** 1 is Monday, 7 Sunday. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}
