import { asLocal } from '#kernel/local-time.ts';
import { HOUR } from '#kernel/time.ts';

/** Hours ahead of UTC of the abbreviations that PostgreSQL writes for the time zones of its users; others are not guessed. */
const ZONES: Readonly<Record<string, number>> = {
  ...{ UTC: 0, GMT: 0, Z: 0, WET: 0, WEST: 1, BST: 1, CET: 1, CEST: 2, MET: 1, MEST: 2, EET: 2, EEST: 3, MSK: 3, TRT: 3 },
  ...{ EST: -5, EDT: -4, CST: -6, CDT: -5, MST: -7, MDT: -6, PST: -8, PDT: -7, JST: 9, KST: 9, AEST: 10, AEDT: 11 },
};

const TIME = /^(\d{4})-?(\d\d)-?(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,6}))?\s?(Z|[A-Z]{3,4}|[+-]\d\d(?::?\d\d)?)?$/;

/**
 * Reads the time of an audit record: `2026-05-04 10:00:00.123 CET`, `20260504 10:00:00`, ISO 8601, or microseconds since 1970.
 * Without a zone it is taken as of `otherwise` (IANA name). `null` when it is no time, or its zone is not known.
 */
export function readAuditTime(text: string, otherwise = 'UTC'): number | null {
  if (/^\d{16}$/.test(text)) return Math.floor(Number(text) / 1000);
  const found = TIME.exec(text);
  if (found === null) return null;
  const [, year, month, day, hour, minute, second, fraction, zone] = found;
  const ms = Math.floor(Number(`0.${fraction ?? '0'}`) * 1000);
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second), ms);
  if (zone === undefined && otherwise !== 'UTC' && !Number.isNaN(at)) return asLocal(at, otherwise);
  const ahead = zone === undefined ? 0 : hoursAhead(zone);
  return Number.isNaN(at) || ahead === null ? null : at - ahead * HOUR;
}

function hoursAhead(zone: string): number | null {
  const named = ZONES[zone];
  if (named !== undefined) return named;
  const numeric = /^([+-])(\d\d):?(\d\d)?$/.exec(zone);
  if (numeric === null) return null;
  return (numeric[1] === '-' ? -1 : 1) * (Number(numeric[2]) + Number(numeric[3] ?? 0) / 60);
}
