const REPLACEMENT = '\uFFFD';

/**
 * The same value with every text such that PostgreSQL can store it: NUL and halves of surrogate pairs (an emoji cut in two)
 * become U+FFFD. What needs no change is returned as it is; only plain objects and arrays are looked into.
 */
export function storable<T>(value: T): T {
  return mend(value) as T;
}

function mend(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.includes('\0') || !value.isWellFormed() ? value.toWellFormed().replaceAll('\0', REPLACEMENT) : value;
  }
  if (Array.isArray(value)) return mendList(value);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const pairs = Object.entries(value);
  const mended = mendList(pairs.flat());
  return mended.every((part, index) => part === pairs[index >> 1]?.[index & 1])
    ? value
    : Object.fromEntries(pairs.map((_pair, index) => [mended[2 * index], mended[2 * index + 1]]));
}

function mendList(list: readonly unknown[]): readonly unknown[] {
  const mended = list.map(mend);
  return mended.every((part, index) => part === list[index]) ? list : mended;
}
