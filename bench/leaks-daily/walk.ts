import type { SeededRandom } from '#practice-shop/world/seeded-random.ts';
import type { Ask, Hit, Who } from './types.ts';

/** Writes down what one person or program asks for, step by step, with pauses between. */
export interface Walk {
  readonly hits: Hit[];
  at: number;
  /** Asks at the present instant. */
  ask(ask: Ask, tried?: string): void;
  /** Lets time pass: between so many seconds. */
  pause(least: number, most: number): void;
}

export function openWalk(random: SeededRandom, who: Who, from: number, leak = 0): Walk {
  const hits: Hit[] = [];
  return {
    hits,
    at: from,
    ask(ask, tried) {
      hits.push({ ...ask, at: this.at, who, leak, ...(tried === undefined ? {} : { tried }) });
    },
    pause(least, most) {
      this.at += Math.round((least + random.next() * (most - least)) * 1000);
    },
  };
}
