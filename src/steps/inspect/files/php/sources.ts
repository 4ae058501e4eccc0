import { from, NOTHING, textValue, type Value } from './value.ts';

const NAMES: readonly (readonly [number, string])[] = [
  [from.request, 'request'],
  [from.upload, 'upload'],
  [from.remote, 'remote'],
  [from.decoded, 'decoded'],
  [from.built, 'built'],
  [from.file, 'file'],
  [from.hashed, 'hashed'],
  [from.card, 'card'],
  [from.wholeRequest, 'whole'],
  [from.hidden, 'hidden'],
  [from.database, 'database'],
  [from.secret, 'secret'],
];

export function sourcesOf(flags: number): string[] {
  return flags === 0 ? [] : NAMES.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name);
}

/** Stands for the path of a file that is made for the moment. */
export const MADE_FILE = 'made-for-the-moment';

/** Names of fields in which customers type their card. */
export const CARD_FIELD =
  /cc[_-]?(?:num|cid|cvv|cvc|exp|own|type)|card[_-]?(?:num|no\b|cvv|cvc|code|exp|holder)|\bcvv2?\b|\bcvc2?\b|\bccnum|expir(?:y|ation)|^cc_$|creditcard|credit_card|security_?code/i;
const SECRET_FIELD = /^(?:pass(?:word|wd)?|pwd|pass1|user_pass|log|login|username|user_login)$/i;

const WHOLE = from.request | from.wholeRequest;
const INPUTS: Readonly<Record<string, number>> = {
  _GET: WHOLE,
  _POST: WHOLE,
  _REQUEST: WHOLE,
  _COOKIE: from.request,
  _FILES: from.upload,
  HTTP_GET_VARS: WHOLE,
  HTTP_POST_VARS: WHOLE,
  HTTP_COOKIE_VARS: from.request,
  HTTP_POST_FILES: from.upload,
  HTTP_RAW_POST_DATA: WHOLE,
};

/** What a variable that PHP fills with what was sent is worth; null for every other. */
export function inputNamed(name: string): Value | null {
  const flags = INPUTS[name];
  return flags === undefined ? null : textValue(null, flags);
}

export function isInput(name: string): boolean {
  return Object.hasOwn(INPUTS, name) || name === '_SERVER';
}

/** One entry of what was sent, by its key. */
export function entryOf(value: Value, key: string | null): Value {
  if ((value.flags & from.request) === 0) return { ...value, text: null, items: null };
  const card = key !== null && CARD_FIELD.test(key) ? from.card : 0;
  const secret = key !== null && SECRET_FIELD.test(key) ? from.secret : 0;
  const whole = key === 'payment' || key === null || key === 'billing' ? 0 : from.wholeRequest;
  return textValue(null, (value.flags & ~whole) | card | secret, value.params);
}

/** One entry of `$_SERVER`: headers and the query are what the visitor sends. */
export function serverEntry(key: string | null): Value {
  if (key === null) return NOTHING;
  return /^HTTP_(?!HOST$|X_FORWARDED|HTTPS)|^QUERY_STRING$/.test(key) ? textValue(null, from.request) : NOTHING;
}
