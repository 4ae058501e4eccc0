import { eachField, endOf, type FieldReader, openFields } from '../wire/wire-fields.ts';
import { BareSpanReader } from './read-bare-span.ts';
import { readSenderBytes, readSpan } from './read-span-bytes.ts';
import { type SpanColumns, senderWords } from './span-columns.ts';

const bare = new BareSpanReader();

/**
 * Spans of an OTLP request in protobuf, straight into columns: what is known to hold nothing of anybody is copied as it came, and only the rest
 * becomes objects that are looked through. Throws when the bytes are none.
 */
export function takeSpanBytes(bytes: Uint8Array, columns: SpanColumns): void {
  const reader = openFields(bytes);
  eachField(reader, reader.len, (tag) => {
    if (tag !== 10) return false;
    takeResource(reader, endOf(reader, reader.len), columns);
    return true;
  });
}

function takeResource(reader: FieldReader, end: number, columns: SpanColumns): void {
  const from = readSenderBytes(reader, end);
  const words = senderWords(from);
  eachField(reader, end, (tag) => {
    if (tag !== 18) return false;
    const scope = endOf(reader, end);
    eachField(reader, scope, (inner) => {
      if (inner !== 18) return false;
      const last = endOf(reader, scope);
      const span = bare.read(reader, last);
      if (span === null || !columns.takes(span.at)) columns.put(readSpan(reader, last, from));
      else {
        columns.putBare(reader.buf, span, words);
        reader.pos = last;
      }
      return true;
    });
    return true;
  });
}
