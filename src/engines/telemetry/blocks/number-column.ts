import type { TelemetryValue } from '../types.ts';
import { bytesOf, header, type Written } from './native.ts';

/** Numbers of one column, some of them missing. */
export class NumberColumn {
  #values: Float64Array;
  #missing: Uint8Array;
  #length = 0;
  #missed = 0;
  #isSmall = true;

  constructor(room: number) {
    this.#values = new Float64Array(room);
    this.#missing = new Uint8Array(room);
  }

  get length(): number {
    return this.#length;
  }

  put(value: number | null): void {
    if (this.#length === this.#values.length) this.#widen();
    if (value === null || !Number.isFinite(value)) {
      this.#missing[this.#length++] = 1;
      this.#missed++;
      return;
    }
    if (value >>> 0 !== value) this.#isSmall = false;
    this.#values[this.#length++] = value;
  }

  putValue(value: TelemetryValue | undefined): void {
    this.put(typeof value === 'number' ? value : typeof value === 'boolean' ? Number(value) : null);
  }

  read(nth: number): number | null {
    return this.#missing[nth] === 1 ? null : (this.#values[nth] ?? null);
  }

  /** `null`: no row holds anything. Whole numbers of 32 bits, as most are, take half the room. */
  write(name: string): Written | null {
    if (this.#missed === this.#length) return null;
    const values = this.#values.subarray(0, this.#length);
    const [type, bytes] = this.#isSmall ? ['UInt32', bytesOf(new Uint32Array(values))] : ['Float64', bytesOf(values)];
    return this.#missed === 0
      ? { name, bytes: [header(name, type), bytes] }
      : { name, bytes: [header(name, `Nullable(${type})`), this.#missing.subarray(0, this.#length), bytes] };
  }

  #widen(): void {
    const values = new Float64Array(this.#length * 2);
    values.set(this.#values);
    this.#values = values;
    const missing = new Uint8Array(this.#length * 2);
    missing.set(this.#missing);
    this.#missing = missing;
  }
}
