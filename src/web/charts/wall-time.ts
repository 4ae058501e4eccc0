/** The minutes by which a zone's clock differs from UTC at an instant. Unknown zones count as UTC. */
function zoneOffsetMinutes(at: Date, timeZone: string): number {
  const name = zoneFormat(timeZone)
    .formatToParts(at)
    .find((part) => part.type === 'timeZoneName')?.value;
  const found = /GMT([+-])(\d{1,2})(?::(\d{2}))?/.exec(name ?? '');
  if (!found) return 0;
  const minutes = Number(found[2]) * 60 + Number(found[3] ?? '0');
  return found[1] === '-' ? -minutes : minutes;
}

/** An instant moved so that its UTC reading is the zone's wall clock: charts then place their ticks on round local hours. */
export function asWallTime(at: Date, timeZone: string): number {
  return at.getTime() + zoneOffsetMinutes(at, timeZone) * 60_000;
}

const kept = new Map<string, Intl.DateTimeFormat>();

function zoneFormat(timeZone: string): Intl.DateTimeFormat {
  let format = kept.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'longOffset' });
    kept.set(timeZone, format);
  }
  return format;
}

/** Words for a tick: the hour, or the day where a day begins. `value` is wall time read as UTC. */
export function tickWords(value: number, locale: string): string {
  const at = new Date(value);
  const midnight = at.getUTCHours() === 0 && at.getUTCMinutes() === 0 && at.getUTCSeconds() === 0;
  const shape: Intl.DateTimeFormatOptions = midnight
    ? { day: 'numeric', month: 'short' }
    : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...(at.getUTCSeconds() === 0 ? {} : { second: '2-digit' }) };
  return at.toLocaleString(locale === 'en' ? 'en-GB' : locale, { ...shape, timeZone: 'UTC' });
}
