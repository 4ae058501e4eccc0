const PRE = /^(alpha|beta|rc|pre|preview|dev|next|canary|snapshot|milestone|experimental|nightly|a|b|m)$/i;

/**
 * Compares two versions of front-end libraries: negative, zero or positive. Numbers count as numbers; letters behind a number come
 * before the number alone (`1.9.0b1`, `3.0.0-rc.1`); what is missing counts as nought. Pure.
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const [one, two] = [left[at] ?? 0, right[at] ?? 0];
    if (one === two) continue;
    if (typeof one === 'number' && typeof two === 'number') return one - two;
    if (typeof one === 'number') return 1;
    if (typeof two === 'number') return -1;
    return one < two ? -1 : 1;
  }
  return 0;
}

function partsOf(version: string): (number | string)[] {
  const tokens =
    version
      .toLowerCase()
      .replace(/^v/, '')
      .split('+')[0]
      ?.match(/\d+|[a-z]+/g) ?? [];
  return tokens.map((token) => (/^\d/.test(token) ? Number(token) : token));
}

/**
 * The version in a text that a pattern caught, or null when it is none: two numbers at least, none with more digits than releases
 * have. A hash or a date in a path is no version. `extra`: letters behind the numbers that are no mark of an early release. Pure.
 */
export function readVersion(text: string): { readonly version: string; readonly extra: string | null } | null {
  const plain = text
    .replace(/-next-[0-9a-f]{7,}-\d{8}$/, '')
    .replace(/[.-](min|slim|pkgd|prod|production|umd|esm)\b.*$/, '')
    .replace(/[.\-_]+$/, '');
  const match = /^(\d{1,4}(?:\.\d{1,5}){1,4})(?:[.-]?([a-z][a-z0-9.-]{0,30})|-(\d+(?:\.\d+){0,3}))?$/i.exec(plain);
  const numbers = match?.[1];
  if (numbers === undefined || /^(19|20)\d\d\.\d\d?\.\d\d?$/.test(numbers)) return null;
  const rest = match?.[2] ?? '';
  const word = /^[a-z]+/i.exec(rest)?.[0] ?? '';
  return { version: plain, extra: word === '' || PRE.test(word) ? null : rest };
}
