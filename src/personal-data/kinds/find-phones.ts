import { hasContext, isCalled, lastWord } from '../has-context.ts';
import type { Found } from '../kinds.ts';
import type { NumberRun } from '../number-run.ts';
import { isInternational } from './calling-codes.ts';

// Where no blanks stand between words a number may follow right behind one: は03-5123-8841です. Germans write a slash behind the area: 0171/4455667.
const NUMBER =
  /(?<!(?![\p{sc=Han}\p{sc=Hira}\p{sc=Kana}ー])\p{L}|[\p{N}_./@%+-]|\d:|" )(?:\+|\(\+?)?(?:0\d{2,4} ?\/ ?(?=\d{3}))?\d[\d ().-]{3,22}\d(?:\s?(?:x|ext\.?)\s?\d{1,6})?(?!(?![\p{sc=Han}\p{sc=Hira}\p{sc=Kana}])\p{L}|[\p{N}_/@%]|-\d)/gu;
// A slug such as /office-chairs or curtain-call speaks of no phone: words of every day must stand alone.
const PHONE =
  /phone|\btel\b|tel[.:=_ ]|telef|(?<!auto)mobil|(?<![\p{L}\p{N}/_-])(?:cell|call|dial|ring|text (?:me|him|her|us)|registered|contact|messages? to|answering|kom\.)(?![\p{L}\p{N}_-])|(?<![\p{L}\p{N}/_])(?:office|desk)(?![\p{L}\p{N}_-])|fax|faks|\bsms\b|whatsapp|(?<!\p{L})handy(?!\p{L})|rufnummer|anruf|rückruf|(?<!\p{L})rufen(?!\p{L})|erreich(?:en|bar)|komórk|zadzwo|dzwoni|(?<!\p{L})numer(?!\p{L})|電話|携帯|連絡先/giu;
/** The name of a field that holds a phone number. */
const CALLED = /phone|(?:^|[_.[-])(?:tel|fax|cell|handy)\]?$|telef|mobil|komórk|rufnummer|msisdn|電話|携帯/iu;
/** Numbers that are called something else. */
const OTHER =
  /(?:^|[_.[-])(?:id|ids|ref|sku|ean|order|invoice|zip|postcode|plz|ts|time|timestamp|date|version|price|amount|total|qty|ip|port|lat|lng)\]?$|_(?:at|on)$/i;
/** Words that speak of other numbers: the nearest word decides. */
const OTHER_WORD =
  /(?<!\p{L})(?:order|invoice|ticket|tracking|parcel|ref)(?:\p{L}{0,2}| n(?:o|umber)\.?)(?!\p{L})|zamówieni|faktur|paczk|bestell|rechnung|sendung|注文|請求|伝票/giu;
const DATE = /^(?:(?:19|20)\d\d[-. ][01]?\d[-. ][0-3]?\d|[0-3]?\d[-. ][0-3]?\d[-. ](?:(?:19|20)\d\d|\d\d))(?: [0-2]?\d)?$/;
/** Seconds since 1970, from 2014 to 2033. */
const SECONDS = /^1[4-9]\d{8}$/;
const EXTENSION = /\s?(?:x|ext\.?)\s?\d{1,6}$/;
const [BEFORE, AFTER] = [2, 12];

/**
 * Phone numbers: international ones (E.164, a plus or two zeros in front) by their shape, country and length; national ones only among
 * words that speak of phones, since every long number looks like one somewhere.
 */
export function findPhones(text: string, numbers: readonly NumberRun[]): Found[] {
  const found: Found[] = [];
  for (const run of numbers) {
    const start = Math.max(0, run.from - BEFORE);
    for (const match of text.slice(start, run.to + AFTER).matchAll(NUMBER)) {
      const written = trimmed(match[0]);
      const from = start + match.index + match[0].indexOf(written);
      // What begins before the run is the end of a word that is cut off here.
      if (from < run.from) continue;
      const confidence = judge(text, written, from);
      if (confidence !== null) found.push({ kind: 'phone', from, to: from + written.length, confidence });
    }
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
  const bare = written.replace(EXTENSION, '');
  const digits = bare.replace(/\D/g, '');
  if (digits.length < 7 || digits.length > 15 || /^(\d)\1+$/.test(digits) || DATE.test(bare)) return null;
  const groups = bare.split(/\D+/).filter((group) => group !== '');
  const plus = /^\(?\+/.test(bare);
  if (plus || (/^\(?00/.test(bare) && groups.length > 1)) {
    if (isInternational(bare)) return isNear(text, written, from) ? 3 : 2;
    if (plus) return null;
  }
  if (!hasNationalShape(bare, groups)) return 1;
  if (isCalled(text, from, CALLED)) return isCalled(text, from, OTHER) ? 1 : 2;
  const isShort = groups.length === 1 && (digits.length < 9 || SECONDS.test(digits));
  return !isShort && isNear(text, written, from) ? 2 : 1;
}

/** Among words that speak of phones, and neither called something else nor next to a word that speaks of something else. */
function isNear(text: string, written: string, from: number): boolean {
  if (!hasContext(text, from, from + written.length, PHONE) || isCalled(text, from, OTHER)) return false;
  return lastWord(text, from, OTHER_WORD) <= lastWord(text, from, PHONE);
}

function hasNationalShape(bare: string, groups: readonly string[]): boolean {
  const [first = ''] = groups;
  if (groups.length === 1) return first.length <= 12;
  const parts = bare.includes('(') ? groups.slice(1) : groups;
  return groups.length <= 6 && parts.every((group) => group.length >= 2 && group.length <= 7) && oneSeparator(bare);
}

/** People do not write one number with dots, dashes and blanks in turn. */
function oneSeparator(bare: string): boolean {
  return new Set(bare.replace(/\(.*?\)\s?-?/, '').replace(/[^ .-]/g, '')).size <= 1;
}
