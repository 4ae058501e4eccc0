import { ShopbellError } from '#kernel/errors.ts';
import type { TelemetryValue } from '../types.ts';
import { header, type Written, wholes } from './native.ts';

/** Times of one column, ms since 1970. Putting one that is none throws INPUT_INVALID. */
export class TimeColumn {
  #values: Float64Array;
  #length = 0;
  #newest = Number.NEGATIVE_INFINITY;
  #oldest = Number.POSITIVE_INFINITY;

  constructor(room: number) {
    this.#values = new Float64Array(room);
  }

  get length(): number {
    return this.#length;
  }

  get newest(): number {
    return this.#newest;
  }

  get oldest(): number {
    return this.#oldest;
  }

  put(ms: number): void {
    if (!Number.isFinite(ms)) throw new ShopbellError('INPUT_INVALID', { reason: 'a telemetry row has a time that is not one' });
    if (this.#length === this.#values.length) {
      const wider = new Float64Array(this.#length * 2);
      wider.set(this.#values);
      this.#values = wider;
    }
    if (ms > this.#newest) this.#newest = ms;
    if (ms < this.#oldest) this.#oldest = ms;
    this.#values[this.#length++] = ms;
  }

  putValue(value: TelemetryValue | undefined): void {
    this.put(value instanceof Date ? value.getTime() : Number.NaN);
  }

  read(nth: number): Date {
    return new Date(this.#values[nth] ?? Number.NaN);
  }

  write(name: string): Written {
    return { name, bytes: [header(name, "DateTime64(3, 'UTC')"), wholes(this.#values.subarray(0, this.#length))] };
  }
}
