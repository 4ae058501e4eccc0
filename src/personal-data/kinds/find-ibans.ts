const IBAN = /(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ +-]?[A-Za-z0-9]){11,30}/g;

/** International bank account numbers (ISO 13616, check by modulo 97), also those written in groups, from left to right; or those that `isAccount`. */
export function findIbans(text: string, isAccount = isIban): { readonly from: number; readonly to: number }[] {
  const shape = new RegExp(IBAN);
  const places: { readonly from: number; readonly to: number }[] = [];
  for (let found = shape.exec(text); found; found = shape.exec(text)) {
    const length = ibanLength(found[0], text.charAt(found.index + found[0].length), isAccount);
    // A word that only looks like the beginning must not hide the number behind it.
    shape.lastIndex = found.index + (length || 4);
    if (length > 0) places.push({ from: found.index, to: found.index + length });
  }
  return places;
}

/** How many characters of the run are one account number, 0 when none. */
function ibanLength(run: string, after: string, isAccount: (written: string) => boolean): number {
  for (let end = run.length; end >= 15; end--) {
    if (!/[A-Za-z0-9]/.test(end === run.length ? after : run.charAt(end)) && isAccount(run.slice(0, end))) return end;
  }
  return 0;
}

/** Whether this can be an account of any country, spaces and signs between included. */
export function isIban(written: string): boolean {
  const bare = written.replace(/[ +-]/g, '').toUpperCase();
  if (bare.length < 15 || bare.length > 34 || !/[0-9A-Z]$/.test(written)) return false;
  let rest = 0;
  for (const mark of bare.slice(4) + bare.slice(0, 4)) {
    const value = Number.parseInt(mark, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
