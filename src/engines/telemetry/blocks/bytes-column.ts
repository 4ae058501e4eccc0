import type { TelemetryValue } from '../types.ts';
import { header, putVarint, type Written } from './native.ts';

const DIGITS = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
const HIGH = Uint8Array.from({ length: 256 }, (_, byte) => DIGITS[byte >> 4] ?? 0);
const LOW = Uint8Array.from({ length: 256 }, (_, byte) => DIGITS[byte & 15] ?? 0);
const encoder = new TextEncoder();

/** Texts of a column that hardly ever repeat themselves, kept as the bytes that the engine takes: no text is made of them. */
export class BytesColumn {
  #bytes: Uint8Array;
  #at = 0;
  #length = 0;
  #isEmpty = true;

  /** `room`: about how many bytes there will be. */
  constructor(room: number) {
    this.#bytes = new Uint8Array(room);
  }

  get length(): number {
    return this.#length;
  }

  putValue(value: TelemetryValue | undefined): void {
    const bytes = encoder.encode(value == null ? '' : String(value));
    this.#open(bytes.length);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  /** So many bytes in hexadecimal; none: the empty text. */
  putHex(from: Uint8Array, begin: number, count: number): void {
    this.#open(count * 2);
    const out = this.#bytes;
    let at = this.#at;
    for (let nth = begin; nth < begin + count; nth++) {
      const byte = from[nth] ?? 0;
      out[at++] = HIGH[byte] ?? 0;
      out[at++] = LOW[byte] ?? 0;
    }
    this.#at = at;
  }

  /**
   * An object in JSON of the first `count` pieces of UTF-8, each `"name":value`: where piece n begins in `from` and ends, at 2n and 2n+1 of
   * `places`. Behind a piece stands the number `numbers[n]` unless that is below zero.
   */
  putObject(from: Uint8Array, places: Int32Array, numbers: Float64Array, count: number): void {
    let length = count === 0 ? 2 : count + 1;
    for (let nth = 0; nth < count; nth++) {
      length += (places[2 * nth + 1] ?? 0) - (places[2 * nth] ?? 0) + digitsOf(numbers[nth] ?? -1);
    }
    this.#open(length);
    const out = this.#bytes;
    let at = this.#at;
    out[at++] = 0x7b;
    for (let nth = 0; nth < count; nth++) {
      if (nth > 0) out[at++] = 0x2c;
      const end = places[2 * nth + 1] ?? 0;
      // Short as they are, a call for each would cost more.
      for (let own = places[2 * nth] ?? 0; own < end; own++) out[at++] = from[own] ?? 0;
      const number = numbers[nth] ?? -1;
      if (number >= 0) at = putDigits(out, at, number);
    }
    out[at++] = 0x7d;
    this.#at = at;
  }

  read(nth: number): string {
    let at = 0;
    for (let row = 0; ; row++) {
      let length = 0;
      let shift = 1;
      for (let byte = 128; byte >= 128; shift *= 128) {
        byte = this.#bytes[at++] ?? 0;
        length += (byte & 127) * shift;
      }
      if (row === nth) return Buffer.from(this.#bytes.buffer, at, length).toString('utf8');
      at += length;
    }
  }

  /** `null`: no row holds anything. */
  write(name: string): Written | null {
    return this.#isEmpty ? null : { name, bytes: [header(name, 'String'), this.#bytes.subarray(0, this.#at)] };
  }

  /** Makes room for a text of so many bytes and writes its length. */
  #open(count: number): void {
    const needed = this.#at + count + 5;
    if (needed > this.#bytes.length) {
      const wider = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
      wider.set(this.#bytes.subarray(0, this.#at));
      this.#bytes = wider;
    }
    this.#at = putVarint(this.#bytes, this.#at, count);
    this.#length += 1;
    if (count > 0) this.#isEmpty = false;
  }
}

/** How many decimal digits a whole number has; none below zero. */
function digitsOf(value: number): number {
  if (value < 0) return 0;
  let digits = 1;
  for (let bound = 10; value >= bound; bound *= 10) digits += 1;
  return digits;
}

function putDigits(out: Uint8Array, at: number, value: number): number {
  const end = at + digitsOf(value);
  let rest = value;
  for (let own = end - 1; own >= at; own--) {
    const next = Math.floor(rest / 10);
    out[own] = 48 + rest - next * 10;
    rest = next;
  }
  return end;
}
