import type { TelemetryValue } from '../types.ts';
import { Dictionary } from './dictionary.ts';
import { bytesOf, dictionaryVersion, header, type Written, wholes } from './native.ts';

/** Lists of texts, one a row. */
export class TextListColumn {
  readonly #dictionary = new Dictionary();
  readonly #items: number[] = [];
  readonly #ends: number[] = [];

  get length(): number {
    return this.#ends.length;
  }

  put(list: readonly string[]): void {
    for (const item of list) this.#items.push(this.#dictionary.numberOf(item));
    this.#ends.push(this.#items.length);
  }

  putValue(value: TelemetryValue | undefined): void {
    this.put(Array.isArray(value) ? value.map(String) : []);
  }

  read(nth: number): string[] {
    return this.#items.slice(this.#ends[nth - 1] ?? 0, this.#ends[nth]).map((item) => this.#dictionary.textOf(item));
  }

  /** `null`: no row holds anything. */
  write(name: string): Written | null {
    if (this.#items.length === 0) return null;
    const ends = wholes(Float64Array.from(this.#ends));
    const items = this.#dictionary.write(Uint32Array.from(this.#items));
    return { name, bytes: [header(name, 'Array(LowCardinality(String))'), dictionaryVersion(), ends, ...items] };
  }
}

/** Lists of numbers, some of them missing, one a row. */
export class NumberListColumn {
  readonly #items: (number | null)[] = [];
  readonly #ends: number[] = [];

  get length(): number {
    return this.#ends.length;
  }

  putValue(value: TelemetryValue | undefined): void {
    if (Array.isArray(value)) for (const item of value) this.#items.push(typeof item === 'number' ? item : null);
    this.#ends.push(this.#items.length);
  }

  read(nth: number): (number | null)[] {
    return this.#items.slice(this.#ends[nth - 1] ?? 0, this.#ends[nth]);
  }

  /** `null`: no row holds anything. */
  write(name: string): Written | null {
    if (this.#items.length === 0) return null;
    const missing = Uint8Array.from(this.#items, (item) => (item === null ? 1 : 0));
    const known = Float64Array.from(this.#items, (item) => item ?? 0);
    const ends = wholes(Float64Array.from(this.#ends));
    return { name, bytes: [header(name, 'Array(Nullable(Float64))'), ends, missing, bytesOf(known)] };
  }
}
