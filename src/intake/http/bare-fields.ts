import { MOST_ATTRIBUTES } from './span-attributes.ts';

/** Where the parts of one span stand in its bytes. Used again for each span. */
export interface BareFields {
  trace: number;
  span: number;
  /** -1: none. */
  parent: number;
  titleFrom: number;
  titleTo: number;
  kind: number;
  status: number;
  /** Begin and end in nanoseconds, low and high half. */
  readonly times: Float64Array;
  /** Begin (at the length) and end of each attribute. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  attributes: number;
}

export function makeFields(): BareFields {
  return {
    ...{ trace: 0, span: 0, parent: -1, titleFrom: 0, titleTo: 0, kind: 0, status: 0, attributes: 0 },
    ...{ times: new Float64Array(4), from: new Int32Array(MOST_ATTRIBUTES), to: new Int32Array(MOST_ATTRIBUTES) },
  };
}

/**
 * Finds the parts of a span as nearly every exporter writes it. `false`: it is otherwise (events, a message, an identifier that is none, more
 * attributes than are kept, an unknown field), so it has to be read in full.
 */
export function readBareFields(buf: Uint8Array, begin: number, end: number, into: BareFields): boolean {
  into.trace = into.span = into.parent = -1;
  into.titleFrom = into.titleTo = begin;
  into.kind = into.status = into.attributes = 0;
  into.times.fill(0);
  for (let at = begin; at < end; ) {
    const tag = buf[at] ?? 0;
    at += 1;
    if (tag === 57 || tag === 65) {
      if (at + 8 > end) return false;
      const nth = tag === 57 ? 0 : 2;
      into.times[nth] = fixed(buf, at);
      into.times[nth + 1] = fixed(buf, at + 4);
      at += 8;
    } else if (tag === 48) {
      into.kind = buf[at++] ?? 255;
      if (into.kind > 127) return false;
    } else if (tag === 133 && buf[at] === 2) at += 5;
    else {
      // What is left has a length, of one byte or two.
      if ((tag & 7) !== 2 || tag > 127) return false;
      let length = buf[at] ?? 255;
      const from = at;
      at += 1;
      if (length > 127) {
        const high = buf[at++] ?? 255;
        if (high > 127) return false;
        length = (length & 127) + high * 128;
      }
      if (at + length > end || !takePart(into, buf, tag, from, at, length)) return false;
      at += length;
    }
    if (at > end) return false;
  }
  return into.trace >= 0 && into.span >= 0 && into.titleTo > begin;
}

function takePart(into: BareFields, buf: Uint8Array, tag: number, from: number, at: number, length: number): boolean {
  if (tag === 74) {
    const nth = into.attributes;
    if (nth === MOST_ATTRIBUTES) return false;
    into.from[nth] = from;
    into.to[nth] = at + length;
    into.attributes += 1;
    return true;
  }
  if (tag === 10 && length === 16 && !isZero(buf, at, 16)) into.trace = at;
  else if (tag === 18 && length === 8 && !isZero(buf, at, 8)) into.span = at;
  else if (tag === 34 && length === 8 && !isZero(buf, at, 8)) into.parent = at;
  else if (tag === 34 && length === 0) into.parent = -1;
  else if (tag === 42) {
    into.titleFrom = at;
    into.titleTo = at + length;
  } else if (tag === 122 && (length === 0 || (length === 2 && buf[at] === 24 && (buf[at + 1] ?? 255) < 128))) {
    into.status = length === 0 ? into.status : (buf[at + 1] ?? 0);
  } else return tag === 26;
  return true;
}

function isZero(buf: Uint8Array, at: number, count: number): boolean {
  for (let nth = at; nth < at + count; nth++) if (buf[nth] !== 0) return false;
  return true;
}

function fixed(buf: Uint8Array, at: number): number {
  return (buf[at] ?? 0) + (buf[at + 1] ?? 0) * 256 + (buf[at + 2] ?? 0) * 65_536 + (buf[at + 3] ?? 0) * 16_777_216;
}
