/**
 * How likely at most `seen` of something is when `expected` is usual (Poisson). `spread`: variance over mean of what is counted; more than one
 * makes little count for less (quasi-Poisson). Pure.
 */
export function chanceOfAtMost(seen: number, expected: number, spread = 1): number {
  const scaled = expected / Math.max(1, spread);
  const count = Math.floor(seen / Math.max(1, spread));
  if (scaled <= 0) return 1;
  if (scaled > 500) return normalBelow((count + 0.5 - scaled) / Math.sqrt(scaled));
  let term = Math.exp(-scaled);
  let sum = term;
  for (let k = 1; k <= count; k++) {
    term *= scaled / k;
    sum += term;
  }
  return Math.min(1, sum);
}

/** Of the normal distribution, the share below; Abramowitz and Stegun 26.2.17, within 1e-7. */
function normalBelow(z: number): number {
  if (z > 0) return 1 - normalBelow(-z);
  const t = 1 / (1 - 0.2316419 * z);
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return Math.exp((-z * z) / 2) * 0.3989422804014327 * series;
}

/** Nine times out of ten it lies between. */
const Z = 1.6449;

/**
 * Between which means the one lies that made so many come (Poisson; quasi-Poisson with `spread`, as above): an interval of nine in ten, by Wilson
 * and Hilferty's approximation, good for zero as well. Pure.
 */
export function plausibleMean(seen: number, spread = 1): { readonly low: number; readonly high: number } {
  const count = seen / spread;
  const bound = (n: number, z: number): number => (n <= 0 ? 0 : n * Math.max(0, 1 - 1 / (9 * n) + z / (3 * Math.sqrt(n))) ** 3);
  return { low: bound(count, -Z) * spread, high: bound(count + 1, Z) * spread };
}

/** Between which counts it falls nine times out of ten when so many are to be expected (quasi-Poisson, by the square root). Pure. */
export function plausibleCount(expected: number, spread = 1): { readonly low: number; readonly high: number } {
  const root = Math.sqrt(Math.max(0, expected) / spread);
  return { low: Math.max(0, root - Z / 2) ** 2 * spread, high: (root + Z / 2) ** 2 * spread };
}
