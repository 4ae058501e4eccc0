import { asWallTime } from '#web/charts/wall-time.ts';

/** The instant at which a zone's clock shows `2026-11-22T14:30`, as a browser's date field sends it; `null` for another text. Pure. */
export function readLocalTime(text: string, timeZone: string): Date | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(text)) return null;
  const wall = Date.parse(`${text}Z`);
  if (Number.isNaN(wall)) return null;
  const offset = (ms: number) => asWallTime(new Date(ms), timeZone) - ms;
  // Twice, since the offset is the one that holds at the instant itself.
  return new Date(wall - offset(wall - offset(wall)));
}

/** What a zone's clock shows at an instant, as a browser's date field takes it: `2026-11-22T14:30`. Pure. */
export function localTimeOf(at: Date, timeZone: string): string {
  return new Date(asWallTime(at, timeZone)).toISOString().slice(0, 16);
}
