import type { FieldReader } from '../wire/wire-fields.ts';
import { makeFields, readBareFields } from './bare-fields.ts';
import { spanKinds } from './read-otlp-traces.ts';
import { msOf } from './read-span-bytes.ts';
import { MOST_ATTRIBUTES } from './span-attributes.ts';
import type { BareSpan } from './span-columns.ts';
import { type AttributeFacts, type NameFacts, openSpanFacts } from './span-facts.ts';

/** Whole numbers below this are shorter than every number that is somebody's. */
const SMALL = 10_000_000_000;
const NO_RANK = 99;

/**
 * Reads spans of which every part is known to hold nothing of anybody, without an object or a text for any of it. What is unknown, odd or
 * somebody's makes the whole span one that has to be looked through (`null`), as every span was before.
 */
export class BareSpanReader {
  readonly #facts = openSpanFacts();
  readonly #fields = makeFields();
  /** Begin and end of what is stored of each attribute, and the number behind it or -1. */
  readonly #places = new Int32Array(2 * MOST_ATTRIBUTES);
  readonly #numbers = new Float64Array(MOST_ATTRIBUTES);
  readonly #figures = new Float64Array(3);
  readonly #ranks = new Int32Array(3);
  /** By the number of a name: in which span it stood last. */
  #seen = new Float64Array(1024);
  #nth = 0;
  #count = 0;
  #hasUrl = false;

  /** The span from where `reader` stands up to `end`, good until the next one is read; `reader` stands where it stood. */
  read(reader: FieldReader, end: number): BareSpan | null {
    const fields = this.#fields;
    if (!readBareFields(reader.buf, reader.pos, end, fields)) return null;
    this.#facts.tidy();
    const name = this.#facts.title(reader.buf, fields.titleFrom, fields.titleTo);
    if (name === null) return null;
    const others = this.#readAttributes(reader, spanKinds[fields.kind] ?? spanKinds[0]);
    if (others === null) return null;
    const [low = 0, high = 0, endLow = 0, endHigh = 0] = fields.times;
    const at = msOf(low, high);
    const length = ((endHigh - high) * 4_294_967_296 + endLow - low) / 1e6;
    return {
      ...{ traceAt: fields.trace, spanAt: fields.span, parentAt: fields.parent, name, kind: fields.kind, status: fields.status },
      ...{ at, durationMs: at === null || msOf(endLow, endHigh) === null || length < 0 ? null : length },
      ...{ httpStatus: this.#figures[0] ?? 0, asked: this.#figures[1] ?? 0, answered: this.#figures[2] ?? 0 },
      ...{ pieces: this.#facts.pieces.bytes, places: this.#places, numbers: this.#numbers, count: this.#count, others },
    };
  }

  #readAttributes(reader: FieldReader, kind: (typeof spanKinds)[number]): BareSpan['others'] | null {
    const facts = this.#facts;
    let node = facts.root(kind);
    this.#count = 0;
    this.#hasUrl = false;
    this.#nth += 1;
    this.#figures.fill(0);
    this.#ranks.fill(NO_RANK);
    for (let nth = 0; nth < this.#fields.attributes; nth++) {
      const taken = this.#takeAttribute(reader, this.#fields.from[nth] ?? 0, this.#fields.to[nth] ?? 0);
      if (taken === false) return null;
      if (taken !== true && taken.name.tells === 'text') node = facts.step(node, taken);
    }
    const words = facts.words(node);
    return this.#hasUrl && words.needsUrl ? null : words;
  }

  /** `false`: the span has to be looked through; `true`: it is taken and tells nothing of others. */
  #takeAttribute(reader: FieldReader, begin: number, end: number): AttributeFacts | boolean {
    const { buf } = reader;
    // The attribute's length in one byte or two, then tag and length of the name and of the value in a byte each, as in nearly all.
    const head = (buf[begin] ?? 0) < 128 ? begin + 1 : begin + 2;
    const length = buf[head + 1] ?? 255;
    const nameEnd = head + 2 + length;
    if (buf[head] !== 10 || length > 127 || nameEnd + 2 > end || buf[nameEnd] !== 18) return false;
    if (buf[nameEnd + 2] === 24 && nameEnd + 2 + (buf[nameEnd + 1] ?? 255) === end) return this.#takeNumber(buf, head + 2, nameEnd, end);
    const known = this.#facts.known(buf, begin, end);
    if (known !== undefined) return this.#take(known.name, known.size) && this.#keep(known.piece, known.pieceEnd, -1) && known;
    const name = this.#facts.name(buf, head + 2, nameEnd);
    if (name === null) return false;
    if (!name.isKept) return this.#take(name, -1);
    const made = this.#facts.attribute(reader, begin, end, name);
    return made !== null && this.#take(name, made.size) && this.#keep(made.piece, made.pieceEnd, -1) && made;
  }

  #takeNumber(buf: Uint8Array, nameFrom: number, nameEnd: number, end: number): boolean {
    const name = this.#facts.name(buf, nameFrom, nameEnd);
    if (name === null) return false;
    if (!name.isKept) return this.#take(name, -1);
    let value = 0;
    let scale = 1;
    let at = nameEnd + 3;
    for (; at < end - 1 && scale < SMALL; at++, scale *= 128) value += ((buf[at] ?? 0) & 127) * scale;
    value += (buf[at] ?? 0) * scale;
    if (at !== end - 1 || (buf[at] ?? 255) > 127 || value >= SMALL || !name.takesNumbers || !isVarint(buf, nameEnd + 3, end)) return false;
    return this.#take(name, value) && this.#keep(name.head, name.headEnd, value);
  }

  #keep(begin: number, end: number, number: number): true {
    this.#places[2 * this.#count] = begin;
    this.#places[2 * this.#count + 1] = end;
    this.#numbers[this.#count++] = number;
    return true;
  }

  /** `false`: the same name stood in this span already. */
  #take(name: NameFacts, size: number): boolean {
    if (name.nth >= this.#seen.length) {
      const wider = new Float64Array(name.nth * 2);
      wider.set(this.#seen);
      this.#seen = wider;
    }
    if (this.#seen[name.nth] === this.#nth) return false;
    this.#seen[name.nth] = this.#nth;
    if (name.tells === 'url') this.#hasUrl = true;
    if (name.figure >= 0 && size >= 0 && name.rank < (this.#ranks[name.figure] ?? 0)) {
      this.#ranks[name.figure] = name.rank;
      this.#figures[name.figure] = size;
    }
    return true;
  }
}

/** Every byte but the last says that another one follows. */
function isVarint(buf: Uint8Array, begin: number, end: number): boolean {
  for (let at = begin; at < end - 1; at++) if ((buf[at] ?? 0) < 128) return false;
  return begin < end;
}
