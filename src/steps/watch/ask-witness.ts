import type { House } from '#engines/house.ts';

/** Something that is nearly always reachable when we are: asked only when a target is not. */
export interface Witness {
  readonly host: string;
  readonly port: number;
}

const FRESH_MS = 2_000;

/** Asks the witness at most every two seconds. Without one the answer is `none`, and failures are believed. */
export function openWitness(house: Pick<House, 'http' | 'clock'>, witness: Witness | undefined) {
  let asked: { readonly at: number; readonly answer: Promise<'reachable' | 'unreachable'> } | null = null;
  return (): Promise<'reachable' | 'unreachable' | 'none'> => {
    if (!witness) return Promise.resolve('none');
    const now = house.clock.ticks();
    if (asked === null || now - asked.at > FRESH_MS) {
      const answer = house.http.connect(witness.host, witness.port, { allowPrivate: true, timeoutMs: 3_000 }).then(
        () => 'reachable' as const,
        () => 'unreachable' as const,
      );
      asked = { at: now, answer };
    }
    return asked.answer;
  };
}
