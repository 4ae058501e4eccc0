import type { OrderState } from './order-words.ts';

const STATES: readonly OrderState[] = ['in-flight', 'done', 'cancelled', 'dropped', 'overdue', 'impossible', 'differs'];
/** Not a state: the place of one that is gone. */
const GONE = 255;

/**
 * Orders by the hash of their reference (a positive whole number below 2^53) with the state in which each rests: some fifteen bytes an order,
 * so that a million fit beside everything else. Two references with one hash, of a million once in ten thousand shops, count as one.
 */
export class RestedOrders {
  #keys = new Float64Array(1_024);
  #states = new Uint8Array(1_024);
  #taken = 0;
  #counts = new Map<OrderState, number>();

  get size(): number {
    return [...this.#counts.values()].reduce((sum, n) => sum + n, 0);
  }

  /** How many rest in each state. */
  counts(): ReadonlyMap<OrderState, number> {
    return this.#counts;
  }

  put(hash: number, state: OrderState): void {
    if ((this.#taken + 1) * 4 > this.#keys.length * 3) this.#grow();
    const place = this.#placeOf(hash);
    if (this.#keys[place] === 0) this.#taken += 1;
    else this.#forget(place);
    this.#keys[place] = hash;
    this.#states[place] = STATES.indexOf(state);
    this.#counts.set(state, (this.#counts.get(state) ?? 0) + 1);
  }

  delete(hash: number): void {
    const place = this.#placeOf(hash);
    if (this.#keys[place] !== 0) this.#forget(place);
  }

  #forget(place: number): void {
    const state = STATES[this.#states[place] ?? GONE];
    if (state !== undefined) this.#counts.set(state, (this.#counts.get(state) ?? 0) - 1);
    this.#states[place] = GONE;
  }

  #placeOf(hash: number): number {
    const mask = this.#keys.length - 1;
    let place = (hash ^ (hash / 4_294_967_296)) & mask;
    while (this.#keys[place] !== 0 && this.#keys[place] !== hash) place = (place + 1) & mask;
    return place;
  }

  #grow(): void {
    const [keys, states] = [this.#keys, this.#states];
    const size = this.size * 2 >= keys.length ? keys.length * 2 : keys.length;
    this.#keys = new Float64Array(size);
    this.#states = new Uint8Array(size);
    this.#taken = 0;
    for (const [nth, key] of keys.entries()) {
      const state = states[nth] ?? GONE;
      if (key === 0 || state === GONE) continue;
      const place = this.#placeOf(key);
      this.#keys[place] = key;
      this.#states[place] = state;
      this.#taken += 1;
    }
  }
}
