interface Entry<T> {
  readonly bytes: Uint8Array;
  readonly value: T;
}

const MOST = 32_768;
const SLOTS = MOST * 2;
/** What would stand further from its place than this is not kept: nobody can make a look-up long. */
const FURTHEST = 32;

/** What is known of pieces of bytes, without making a text of them to look it up. So many at most; then it begins anew. */
export class ByteTable<T> {
  #slots = new Int32Array(SLOTS);
  #entries: Entry<T>[] = [];

  get isFull(): boolean {
    return this.#entries.length >= MOST;
  }

  clear(): void {
    this.#slots.fill(0);
    this.#entries = [];
  }

  get(from: Uint8Array, begin: number, end: number): T | undefined {
    const slots = this.#slots;
    let slot = slotOf(from, begin, end);
    for (let step = 0; step < FURTHEST; step++, slot = (slot + 1) % SLOTS) {
      const nth = slots[slot] ?? 0;
      if (nth === 0) return undefined;
      const entry = this.#entries[nth - 1];
      if (entry !== undefined && isSame(entry.bytes, from, begin, end)) return entry.value;
    }
    return undefined;
  }

  /** Keeps what is known of bytes that are not there yet. */
  put(from: Uint8Array, begin: number, end: number, value: T): void {
    if (this.isFull) this.clear();
    let slot = slotOf(from, begin, end);
    let step = 0;
    for (; step < FURTHEST && this.#slots[slot] !== 0; step++) slot = (slot + 1) % SLOTS;
    if (step === FURTHEST) return;
    this.#entries.push({ bytes: Uint8Array.prototype.slice.call(from, begin, end), value });
    this.#slots[slot] = this.#entries.length;
  }
}

function slotOf(from: Uint8Array, begin: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = begin; at < end; at++) hash = Math.imul(hash ^ (from[at] ?? 0), 0x01000193);
  return ((hash ^ (hash >>> 15)) >>> 0) % SLOTS;
}

function isSame(bytes: Uint8Array, from: Uint8Array, begin: number, end: number): boolean {
  if (bytes.length !== end - begin) return false;
  for (let nth = 0; nth < bytes.length; nth++) if (bytes[nth] !== from[begin + nth]) return false;
  return true;
}
