import { instantOf } from '#kernel/local-time.ts';

const TIME = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/i;

/** As spreadsheets in much of Europe write it: dots stand between numbers only where the day comes first. */
const DAY_FIRST = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?:,?\s+(\d{1,2})([:.]\d\d.*))?$/;

/** A time of a file (`2026-11-30 14:05:00`, `30.11.2026 14:05`, with or without a zone, or only the day) as ms since 1970; `null` when it is none. `zone`: of times that name none. */
export function readTime(text: string, zone: string): number | null {
  const found = TIME.exec(yearFirst(text.trim()));
  if (found === null) return null;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '0', offset] = found;
  const date = `${year}-${month}-${day}`;
  const checked = new Date(`${date}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(checked.getTime()) || checked.toISOString().slice(0, 10) !== date) return null;
  const rest = Number(second) * 1_000 + Math.floor(Number(`0.${fraction}`) * 1_000);
  if (offset === undefined) return instantOf({ day: date, minutes: Number(hour) * 60 + Number(minute) }, zone) + rest;
  if (/^(Z|UTC)$/i.test(offset)) return checked.getTime() + Math.floor(Number(`0.${fraction}`) * 1_000);
  const ahead = (offset.startsWith('-') ? -1 : 1) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2)));
  return checked.getTime() - ahead * 60_000 + Math.floor(Number(`0.${fraction}`) * 1_000);
}

function yearFirst(text: string): string {
  const [, day, month, year, hour, rest = ''] = DAY_FIRST.exec(text) ?? [];
  if (day === undefined || month === undefined || year === undefined) return text;
  const time = hour === undefined ? '' : ` ${hour.padStart(2, '0')}${rest.replace(/^\./, ':')}`;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}${time}`;
}
