/** What a few times tell. */
export interface TimeComparison {
  /** One-sided chance of seeing the first group so much slower if both were alike, exact over all ways to share the times out. */
  readonly p: number;
  /** Difference of the medians, ms; positive: the first group is slower. */
  readonly gap: number;
  /** The larger of the two groups’ spreads (largest minus smallest, the one slowest of four or more left out), ms. */
  readonly noise: number;
  /** The smallest `p` that so many times can give at all. */
  readonly least: number;
}

/**
 * The Mann–Whitney test, exact, by counting: for so few times there is no need of a formula for many. Ties count half. At most 12 times
 * in all. Pure.
 */
export function compareTimes(first: readonly number[], second: readonly number[]): TimeComparison {
  const all = [...first, ...second];
  const u = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, x) => sum + b.reduce((won, y) => won + (x > y ? 1 : x === y ? 0.5 : 0), 0), 0);
  const seen = u(first, second);
  let ways = 0;
  let asFar = 0;
  for (const chosen of choices(all.length, first.length)) {
    ways += 1;
    const [a, b] = [all.filter((_, at) => chosen.has(at)), all.filter((_, at) => !chosen.has(at))];
    if (u(a, b) >= seen) asFar += 1;
  }
  return {
    p: ways === 0 ? 1 : asFar / ways,
    gap: medianOf(first) - medianOf(second),
    noise: Math.max(spreadOf(first), spreadOf(second)),
    least: ways === 0 ? 1 : 1 / ways,
  };
}

function* choices(of: number, take: number): Generator<ReadonlySet<number>> {
  for (let bits = 0; bits < 2 ** of; bits += 1) {
    const chosen = new Set(Array.from({ length: of }, (_, at) => at).filter((at) => (bits >> at) & 1));
    if (chosen.size === take) yield chosen;
  }
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low = 0, high = 0] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]];
  return (low + high) / 2;
}

function spreadOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const kept = sorted.length >= 4 ? sorted.slice(0, -1) : sorted;
  return (kept.at(-1) ?? 0) - (kept[0] ?? 0);
}
