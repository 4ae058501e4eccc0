/** Kinds of fields by what their attributes say, most telling first. Run against `describeField`’s text. */
const kinds: readonly (readonly [string, RegExp])[] = [
  ['cvc', /cc-csc|\bcvc|cvv|csc\b|security.?code|cc.?cid|kod.?cvv|kartenpr/i],
  ['expiry', /cc-exp|expir|exp.?date|\bexp\b|mm ?\/ ?yy/i],
  [
    'card',
    /cc-number|card.?(num|no\b)|cc.?num|\bcc\b|\bpan\b|pay.?number|credit.?card|karten?.?nummer|numer.?karty|カード番号|\b(?:\d{4}[ -]){2,3}\d{4}\b|(?:[•●*x_#]{4}[ -]?){4}/i,
  ],
  ['email', /e-?mail/i],
  ['password', /password|passwd/i],
  ['phone', /\btel\b|phone|mobile|telefon/i],
  ['postcode', /postal|zip|postcode|plz/i],
  ['address', /street|address|ulica|strasse|straße/i],
  ['name', /name|holder|owner|imi|nazwisk/i],
];

/** What a field holds, by its attributes and label in one text; `null`: nothing that is looked for. */
export function kindOf(about: string, type: string): string | null {
  return kinds.find(([, pattern]) => pattern.test(about))?.[0] ?? (type === 'email' || type === 'password' ? type : null);
}

/** For scripts in the page: an expression that gives the attributes of the element `it` in one text. */
export const ABOUT = `[it.autocomplete, it.name, it.id, it.placeholder, it.getAttribute && it.getAttribute('aria-label')].filter(Boolean).join(' ')`;
