import { readTokens } from './read-tokens.ts';
import { fact, type Reading, sink } from './reading.ts';
import { from, NOTHING, textValue, type Value } from './value.ts';

const LAYERS = 40;
const LONGEST = 4 << 20;

/** Text that is run as code: where it comes from is told, and where it is known it is read in its turn. */
export function runCode(reading: Reading, code: Value, at: number, how: string): Value {
  if (how === 'eval') fact(reading, 'code', at, how);
  const hides = code.flags & (from.decoded | from.built);
  // A text that was only joined from pieces is no hiding by itself: templates and old libraries do it.
  const partly = (code.flags & from.partly) !== 0 && (code.flags & from.request) !== 0;
  if (partly) fact(reading, 'code:partly-request', at, how);
  else sink(reading, 'code', code.text === null || hides !== 0 ? code : { ...code, flags: code.flags & ~from.hidden }, at, how);
  if (code.text === null || code.text.length > LONGEST || reading.layer >= LAYERS || reading.quiet)
    return textValue(null, code.flags & from.request);
  if (!/[$(]/.test(code.text)) return NOTHING;
  readLayer(reading, code.text, at, hides !== 0);
  return NOTHING;
}

/** Reads a program that is written into a file as if it stood here. */
export function readWritten(reading: Reading, text: string, at: number): void {
  if (reading.layer < LAYERS && !reading.quiet) readLayer(reading, text, at, true, false);
}

/** Reads unpacked code in the place where it runs, with what is known there. */
function readLayer(reading: Reading, text: string, at: number, hidden: boolean, inside = true): void {
  const { tokens, at: before, anchor, layer } = reading;
  if (hidden) reading.unpacked.push(text);
  reading.tokens = readTokens(text, reading.tally, inside);
  reading.at = 0;
  reading.anchor = anchor ?? at;
  if (hidden) reading.layer = layer + 1;
  reading.readers.statements(reading, reading.tokens.length);
  reading.tokens = tokens;
  reading.at = before;
  reading.anchor = anchor;
  reading.layer = layer;
}
