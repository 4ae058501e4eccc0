/** How a browser of customers in one country presents itself; its network address stays ours. */
export interface Visitors {
  /** BCP 47: `pl-PL`. */
  readonly locale: string;
  /** IANA: `Europe/Warsaw`. */
  readonly timeZone: string;
}

/**
 * The language most spoken in a country and a time zone of it. `timeZone`: the shop's own, which is taken when it is one of the
 * country's. `null` for a code that is no country's. Pure.
 */
export function visitorsIn(country: string, timeZone?: string): Visitors | null {
  if (!/^[A-Z]{2}$/.test(country)) return null;
  const { language } = new Intl.Locale(`und-${country}`).maximize();
  const region: Intl.Locale & { getTimeZones?(): readonly string[] | undefined } = new Intl.Locale(`und-${country}`);
  const zones = region.getTimeZones?.() ?? [];
  const zone = timeZone !== undefined && zones.includes(timeZone) ? timeZone : zones[Math.floor(zones.length / 2)];
  return zone === undefined || language === 'und' ? null : { locale: `${language}-${country}`, timeZone: zone };
}
