/** Fields in words, as they stand in a sentence. */
export const CARD_WORDS: Readonly<Record<string, string>> = {
  card: 'card number',
  cvc: 'security code',
  expiry: 'expiry date',
  email: 'e-mail address',
  phone: 'phone number',
  postcode: 'postcode',
};

/** A script’s key as people read it. */
export function nameOfScript(key: string): string {
  if (key.startsWith('inline:')) return `a script in the page, ${key.slice(7, 15)}`;
  if (key.startsWith('eval:')) return `a script made by another, ${key.slice(5, 13)}`;
  return key;
}
