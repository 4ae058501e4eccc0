const MOST = 8 * 1024 * 1024;

/** Pieces of bytes that are kept, all in one piece of memory; a piece is known by where it begins and ends. */
export class Pieces {
  bytes = new Uint8Array(4096);
  #at = 0;

  get end(): number {
    return this.#at;
  }

  get isFull(): boolean {
    return this.#at >= MOST;
  }

  clear(): void {
    this.#at = 0;
  }

  /** Keeps a text as UTF-8; it ends at `end`. */
  put(text: string): number {
    const begin = this.#at;
    if (begin + text.length * 3 > this.bytes.length) {
      const wider = new Uint8Array(this.bytes.length * 2 + text.length * 3);
      wider.set(this.bytes);
      this.bytes = wider;
    }
    this.#at += encoder.encodeInto(text, this.bytes.subarray(begin)).written;
    return begin;
  }
}

const encoder = new TextEncoder();
