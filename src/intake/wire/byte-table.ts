const MOST = 32_768;
const SLOTS = MOST * 2;
const ROOM = 4 * 1024 * 1024;
/** What would stand further from its place than this is not kept: nobody can make a look-up long. */
const FURTHEST = 32;

/**
 * What is known of pieces of bytes, without making a text of them to look it up. So many at most; then it begins anew. The bytes stand in one
 * piece of memory: an object for each of them would be most of what the engine has to look through for garbage.
 */
export class ByteTable<T> {
  readonly #slots = new Int32Array(SLOTS);
  readonly #ends = new Int32Array(MOST + 1);
  #bytes = new Uint8Array(4096);
  #values: T[] = [];

  /** Whether so many bytes still have a place. */
  hasRoom(count: number): boolean {
    return this.#values.length < MOST && (this.#ends[this.#values.length] ?? 0) + count <= ROOM;
  }

  clear(): void {
    this.#slots.fill(0);
    this.#values = [];
  }

  get(from: Uint8Array, begin: number, end: number): T | undefined {
    const slots = this.#slots;
    let slot = slotOf(from, begin, end);
    for (let step = 0; step < FURTHEST; step++, slot = (slot + 1) % SLOTS) {
      const nth = slots[slot] ?? 0;
      if (nth === 0) return undefined;
      if (this.#isSame(nth - 1, from, begin, end)) return this.#values[nth - 1];
    }
    return undefined;
  }

  /** Keeps what is known of bytes that are not there yet, where there is room. */
  put(from: Uint8Array, begin: number, end: number, value: T): void {
    if (!this.hasRoom(end - begin)) return;
    let slot = slotOf(from, begin, end);
    let step = 0;
    for (; step < FURTHEST && this.#slots[slot] !== 0; step++) slot = (slot + 1) % SLOTS;
    if (step === FURTHEST) return;
    const at = this.#ends[this.#values.length] ?? 0;
    if (at + end - begin > this.#bytes.length) {
      const wider = new Uint8Array(this.#bytes.length * 2 + end - begin);
      wider.set(this.#bytes);
      this.#bytes = wider;
    }
    this.#bytes.set(from.subarray(begin, end), at);
    this.#values.push(value);
    this.#ends[this.#values.length] = at + end - begin;
    this.#slots[slot] = this.#values.length;
  }

  #isSame(nth: number, from: Uint8Array, begin: number, end: number): boolean {
    const bytes = this.#bytes;
    const start = this.#ends[nth] ?? 0;
    if ((this.#ends[nth + 1] ?? 0) - start !== end - begin) return false;
    for (let at = begin, own = start; at < end; at++, own++) if (bytes[own] !== from[at]) return false;
    return true;
  }
}

function slotOf(from: Uint8Array, begin: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = begin; at < end; at++) hash = Math.imul(hash ^ (from[at] ?? 0), 0x01000193);
  return ((hash ^ (hash >>> 15)) >>> 0) % SLOTS;
}
