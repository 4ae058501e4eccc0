const digits = new Map<string, number>();

/** How many decimals a currency (ISO 4217) has: 2 for EUR, 0 for JPY, 3 for KWD. Of one that nobody knows 2. */
export function decimalsOf(currency: string): number {
  const known = digits.get(currency);
  if (known !== undefined) return known;
  let found = 2;
  if (/^[A-Z]{3}$/.test(currency))
    found = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  digits.set(currency, found);
  return found;
}

/**
 * An amount as people and files write it (`1,299.90`, `1.299,90 €`, `-12`, `1 299,9`) in the currency's smallest unit; `null` when it is no
 * amount. A single separator is a decimal one unless exactly three digits follow it and it stands more than once or the currency has none.
 */
export function minorOf(text: string, currency: string): number | null {
  const plain = text
    .replace(/[\s\u00a0\u202f'’]/g, '')
    .replace(/^([+-]?)(?:[A-Z]{3}|\p{Sc}|zł)/u, '$1')
    .replace(/(?:[A-Z]{3}|\p{Sc}|zł)$/u, '');
  const parsed = /^([+-]?)(\d{1,15}|\d{1,3}(?:[.,]\d{3})+)(?:([.,])(\d*))?$/.exec(plain);
  if (parsed === null) return null;
  const [, sign = '', whole = '', mark, fraction = ''] = parsed;
  const places = decimalsOf(currency);
  const inner = /[.,]/.exec(whole)?.[0];
  if (inner !== undefined && inner === mark) return null;
  const isThousands = inner === undefined && mark !== undefined && fraction.length === 3 && places === 0;
  const [units, rest] = isThousands ? [whole + fraction, ''] : [whole.replace(/[.,]/g, ''), fraction];
  const minor = Math.round(Number(`${units}.${rest || '0'}`) * 10 ** places);
  return Number.isSafeInteger(minor) ? (sign === '-' ? -minor : minor) : null;
}

/** An amount in the smallest unit as people of this language write it. */
export function showMoney(minor: number, currency: string, locale: string): string {
  const amount = minor / 10 ** decimalsOf(currency);
  if (!/^[A-Z]{3}$/.test(currency)) return new Intl.NumberFormat(locale, { minimumFractionDigits: 2 }).format(amount);
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount);
}

/** An amount that is only roughly known, to two digits: no cents where they would be false precision. With `to` from one to the other. */
export function showRoughMoney(minor: number, currency: string, locale: string, to = minor): string {
  const [low, high] = [minor, to].map((one) => Number((Math.round(one) / 10 ** decimalsOf(currency)).toPrecision(2)));
  const style = /^[A-Z]{3}$/.test(currency) ? ({ style: 'currency', currency } as const) : {};
  const format = new Intl.NumberFormat(locale, { ...style, maximumSignificantDigits: 2 });
  return low === undefined || high === undefined || low === high ? format.format(high ?? 0) : format.formatRange(low, high);
}
