import { hasContext, isCalled } from '../has-context.ts';
import type { Found } from '../kinds.ts';

const NUMBER = /(?<![\p{L}\p{N}_./:@%+-]|" )(?:\+|\(\+?)?\d[\d ().-]{5,22}\d(?:\s?(?:x|ext\.?)\s?\d{1,6})?(?![\p{L}\p{N}_/@%]|-\d)/gu;
// A slug such as /office-chairs or curtain-call speaks of no phone: words of every day must stand alone.
const PHONE =
  /phone|\btel\b|tel[.:=_ ]|telef|mobil|(?<![\p{L}\p{N}/_-])(?:cell|call|dial|ring|text (?:me|him|her|us)|registered|contact|messages? to|answering)(?![\p{L}\p{N}_-])|(?<![\p{L}\p{N}/_])(?:office|desk)(?![\p{L}\p{N}_-])|fax|\bsms\b|whatsapp|handy|rufnummer|anruf|rückruf|komórk|zadzwo|dzwoni|numer|電話|携帯|連絡先/iu;
/** Numbers that are called something else. */
const OTHER =
  /(?:^|[_.[-])(?:id|ids|ref|sku|ean|order|invoice|zip|postcode|plz|ts|time|timestamp|date|version|price|amount|total|qty|ip|port|lat|lng)\]?$/i;
const DATE = /^(?:(?:19|20)\d\d[-. ][01]?\d[-. ][0-3]?\d|[0-3]?\d[-. ][0-3]?\d[-. ](?:(?:19|20)\d\d|\d\d))(?: [0-2]?\d)?$/;

const INTERNATIONAL = /\+\(?\d|(?<!\d)00[1-9]/;

/**
 * Phone numbers: international ones (E.164, a plus or two zeros in front) by their shape, national ones only among words that speak of
 * phones, since every long number looks like one somewhere.
 */
export function findPhones(text: string): Found[] {
  if (!INTERNATIONAL.test(text) && !PHONE.test(text)) return [];
  const found: Found[] = [];
  for (const match of text.matchAll(NUMBER)) {
    const written = trimmed(match[0]);
    const from = match.index + match[0].indexOf(written);
    const confidence = judge(text, written, from);
    if (confidence !== null) found.push({ kind: 'phone', from, to: from + written.length, confidence });
  }
  return found;
}

/** Without a bracket that never closes, and without what belongs to the next number. */
function trimmed(written: string): string {
  const open = written.startsWith('(') && !written.includes(')');
  const text = open ? written.slice(1) : written;
  return text.replace(/ {2,}.*$/, '').trimEnd();
}

function judge(text: string, written: string, from: number): Found['confidence'] | null {
  const bare = written.replace(/\s?(?:x|ext\.?)\s?\d{1,6}$/, '');
  const digits = bare.replace(/\D/g, '');
  if (digits.length < 7 || digits.length > 15 || /^(\d)\1+$/.test(digits) || DATE.test(bare)) return null;
  const near = hasContext(text, from, from + written.length, PHONE) && !isCalled(text, from, OTHER);
  const groups = bare.split(/\D+/).filter((group) => group !== '');
  if (/^\(?\+/.test(bare)) return digits.length < 8 ? null : near ? 3 : 2;
  if (digits.startsWith('00') && digits.length >= 10 && groups.length > 1) return near ? 3 : 2;
  if (!near) return 1;
  if (groups.length === 1) return digits.length >= 9 && digits.length <= 12 ? 2 : 1;
  const parts = bare.includes('(') ? groups.slice(1) : groups;
  return parts.every((group) => group.length >= 2 && group.length <= 7) && groups.length <= 6 && oneSeparator(bare) ? 2 : 1;
}

/** People do not write one number with dots, dashes and blanks in turn. */
function oneSeparator(bare: string): boolean {
  return new Set(bare.replace(/\(.*?\)\s?-?/, '').replace(/[^ .-]/g, '')).size <= 1;
}
