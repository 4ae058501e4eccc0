import type { TelemetryValue } from '../types.ts';
import { Dictionary, type Word } from './dictionary.ts';
import { dictionaryVersion, header, type Written } from './native.ts';

/** Texts of one column. Each different one is written once, and the rows only name it by its number. */
export class TextColumn {
  readonly #dictionary = new Dictionary();
  #numbers: Uint32Array;
  #length = 0;

  constructor(room: number) {
    this.#numbers = new Uint32Array(room);
  }

  get length(): number {
    return this.#length;
  }

  put(text: string): void {
    this.#push(this.#dictionary.numberOf(text));
  }

  /** `null`: the empty text. */
  putWord(word: Word | null): void {
    this.#push(word === null ? 0 : this.#dictionary.numberOfWord(word));
  }

  putValue(value: TelemetryValue | undefined): void {
    this.put(value == null ? '' : String(value));
  }

  read(nth: number): string {
    return this.#dictionary.textOf(this.#numbers[nth] ?? 0);
  }

  /** `null`: no row holds anything. */
  write(name: string): Written | null {
    if (this.#dictionary.size === 1) return null;
    const used = this.#numbers.subarray(0, this.#length);
    return { name, bytes: [header(name, 'LowCardinality(String)'), dictionaryVersion(), ...this.#dictionary.write(used)] };
  }

  #push(nth: number): void {
    if (this.#length === this.#numbers.length) {
      const wider = new Uint32Array(this.#length * 2);
      wider.set(this.#numbers);
      this.#numbers = wider;
    }
    this.#numbers[this.#length++] = nth;
  }
}
