import type { LegalGroup, PersonCard } from './people.ts';

/**
 * Whether a person belonged to a group on a day (`2026-03-01`, the shop's own). A birth date says more than a flag, which nobody takes back
 * on a birthday. Where the shop tells nothing it is `unknown`, never `no`. Pure.
 */
export function belongsTo(
  card: Pick<PersonCard, 'flags' | 'tells' | 'adultFrom'>,
  group: LegalGroup,
  day: string,
): 'yes' | 'no' | 'unknown' {
  if (group === 'minor' && card.adultFrom !== undefined) return card.adultFrom !== null && day < card.adultFrom ? 'yes' : 'no';
  if (card.flags.includes(group)) return 'yes';
  return card.tells?.includes(group) ? 'no' : 'unknown';
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day of an instant at a place: `2026-03-01`. `zone` is an IANA name. */
export function dayIn(at: Date, zone: string): string {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(zone, format);
  }
  return format.format(at);
}
