/** A small deterministic generator: the same seed gives the same shop, visitors and attacks. Not for secrets of real systems. */
export interface SeededRandom {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** An index, chosen by the weights. */
  weighted(weights: readonly number[]): number;
  /** Lower-case hexadecimal characters. */
  hex(length: number): string;
  /** An independent generator for one purpose, so that adding a purpose does not change the others. */
  fork(purpose: string): SeededRandom;
}

function hash(text: string): number {
  let state = 2166136261;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 16777619);
  return state >>> 0;
}

/** Opens a generator (mulberry32) for a seed, a number or a text. */
export function seededRandom(seed: number | string): SeededRandom {
  let state = hash(String(seed));
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    between,
    chance: (probability) => next() < probability,
    pick(from) {
      const found = from[Math.floor(next() * from.length)];
      if (found === undefined) throw new RangeError('cannot pick from an empty list');
      return found;
    },
    weighted(weights) {
      let left = next() * weights.reduce((sum, weight) => sum + weight, 0);
      for (let i = 0; i < weights.length; i++) {
        left -= weights[i] ?? 0;
        if (left < 0) return i;
      }
      return weights.length - 1;
    },
    hex(length) {
      let text = '';
      while (text.length < length) text += between(0, 15).toString(16);
      return text;
    },
    fork: (purpose) => seededRandom(`${seed}/${purpose}`),
  };
}
