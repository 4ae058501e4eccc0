import { isAscii } from 'node:buffer';

/** Longest line that is read, in bytes; a longer one is skipped without being held. */
export const MAX_LINE = 64 * 1024;
const NEWLINE = 10;
const HEAD = 256;

export interface LineSink {
  /**
   * One line without its end; `offset` is that of its first byte, `length` counts its newline too.
   * `text` may be a cut of a larger text: copy what is to be kept for long.
   */
  line(text: string, offset: number, length: number): void;
  /** A line longer than MAX_LINE; `head` is its beginning. */
  tooLong(head: string, offset: number, length: number): void;
}

export interface LineSplitter {
  push(chunk: Uint8Array): void;
  /** Ends the stream: an unfinished last line counts as a line. */
  end(): void;
  /** Offset behind the last finished line. */
  readonly consumed: number;
}

/**
 * Cuts a stream of bytes into lines, in bounded memory. Bytes that are not UTF-8 become U+FFFD.
 * Every byte belongs to exactly one line.
 */
export function splitLines(sink: LineSink, startOffset = 0): LineSplitter {
  let consumed = startOffset;
  let held: Buffer[] = [];
  let heldBytes = 0;
  let skipped = 0;
  let head = '';

  const emit = (bytes: Buffer, withNewline: boolean): void => {
    const length = bytes.length + (withNewline ? 1 : 0);
    const offset = consumed;
    consumed += length;
    if (skipped > 0) {
      consumed += skipped;
      const start = head;
      const total = skipped + length;
      skipped = 0;
      head = '';
      sink.tooLong(start, offset, total);
    } else if (bytes.length > MAX_LINE) sink.tooLong(decode(bytes.subarray(0, HEAD)), offset, length);
    else sink.line(decode(bytes), offset, length);
  };
  const hold = (bytes: Buffer): void => {
    if (skipped === 0 && heldBytes + bytes.length <= MAX_LINE) {
      held.push(Buffer.from(bytes));
      heldBytes += bytes.length;
      return;
    }
    if (skipped === 0) head = decode(Buffer.concat([...held, bytes.subarray(0, HEAD)]).subarray(0, HEAD));
    skipped += heldBytes + bytes.length;
    held = [];
    heldBytes = 0;
  };
  const release = (last: Buffer): Buffer => {
    if (heldBytes === 0) return last;
    const whole = Buffer.concat([...held, last]);
    held = [];
    heldBytes = 0;
    return whole;
  };
  /** Plain bytes are decoded all at once: the lines are then cuts of one text, which costs a third of decoding each. */
  const pushPlain = (bytes: Buffer, start: number): void => {
    const text = bytes.toString('latin1', start);
    let from = 0;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
      const length = at - from + 1;
      const offset = consumed;
      consumed += length;
      if (length > MAX_LINE + 1) sink.tooLong(text.slice(from, from + HEAD), offset, length);
      else sink.line(text.slice(from, at), offset, length);
      from = at + 1;
    }
    if (start + from < bytes.length) hold(bytes.subarray(start + from));
  };
  return {
    push(chunk) {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      let from = 0;
      if (isAscii(bytes)) {
        const first = heldBytes > 0 || skipped > 0 ? bytes.indexOf(NEWLINE) : -1;
        if (first >= 0) emit(release(bytes.subarray(0, first)), true);
        else if (heldBytes > 0 || skipped > 0) return hold(bytes);
        return pushPlain(bytes, first + 1);
      }
      for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, from)) {
        emit(release(bytes.subarray(from, at)), true);
        from = at + 1;
      }
      if (from < bytes.length) hold(bytes.subarray(from));
    },
    end() {
      if (heldBytes > 0 || skipped > 0) emit(release(Buffer.alloc(0)), false);
    },
    get consumed() {
      return consumed;
    },
  };
}

function decode(bytes: Buffer): string {
  return isAscii(bytes) ? bytes.toString('latin1') : bytes.toString('utf8');
}
