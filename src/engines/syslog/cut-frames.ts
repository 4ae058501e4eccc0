import type { SyslogFrame } from './types.ts';

/** Longest message that is kept whole, in bytes; of a longer one only so much is held. */
export const MAX_MESSAGE = 64 * 1024;
/** A message that goes on for longer is no message. */
const MAX_SKIPPED = 10_000_000;
const MAX_DIGITS = 7;
const NEWLINE = 10;
const SPACE = 32;
const LESS_THAN = 60;

export interface FrameCutter {
  /** Adds what `chunk` finishes to `into`. Returns what is wrong with the framing, or `''`; after a problem nothing more can be cut. */
  push(chunk: Buffer, into: SyslogFrame[]): string;
  /**
   * What the connection's end leaves: with newlines as framing the last message may lack its own, so it is whole when the sender ended in
   * order (`inOrder`). `null` when nothing is left.
   */
  end(inOrder: boolean): SyslogFrame | null;
}

/**
 * Cuts a connection into messages, in bounded memory: octet counting (RFC 5425, `83 <34>1 …`) or a newline behind each (RFC 6587), told apart
 * by the first byte.
 */
export function makeFrameCutter(): FrameCutter {
  const held = holdBytes();
  let mode: 'new' | 'counted' | 'lines' | 'broken' = 'new';
  let digits = '';
  /** Bytes that the counted message still lacks; -1 while its length is read. */
  let lacking = -1;

  const pushLines = (chunk: Buffer, into: SyslogFrame[]): string => {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      held.add(chunk.subarray(from, at));
      if (held.size > 0) into.push(held.take());
      from = at + 1;
    }
    held.add(chunk.subarray(from));
    return held.size > MAX_SKIPPED ? 'a message without an end' : '';
  };
  /** Reads the length that stands before a message. Returns where its text begins, or -1 when it is no length. */
  const readLength = (chunk: Buffer, start: number): number => {
    for (let at = start; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      if (byte === SPACE && digits !== '') {
        lacking = Number(digits);
        digits = '';
        return at + 1;
      }
      // Some senders end each counted message with a newline that they did not count.
      if (byte === NEWLINE && digits === '') continue;
      if (byte < (digits === '' ? 49 : 48) || byte > 57 || digits.length === MAX_DIGITS) return -1;
      digits += String.fromCharCode(byte);
    }
    return chunk.length;
  };
  const pushCounted = (chunk: Buffer, into: SyslogFrame[]): string => {
    for (let at = 0; at < chunk.length; ) {
      if (lacking < 0) {
        at = readLength(chunk, at);
        if (at < 0) return 'a length that is none';
        continue;
      }
      const part = chunk.subarray(at, at + lacking);
      held.add(part);
      at += part.length;
      lacking -= part.length;
      if (lacking > 0) break;
      into.push(held.take());
      lacking = -1;
    }
    return '';
  };
  return {
    push(chunk, into) {
      const first = chunk[0];
      if (mode === 'broken' || first === undefined) return '';
      if (mode === 'new') {
        if (first !== LESS_THAN && (first < 49 || first > 57)) {
          mode = 'broken';
          return 'neither a length nor a priority at its beginning';
        }
        mode = first === LESS_THAN ? 'lines' : 'counted';
      }
      const problem = mode === 'lines' ? pushLines(chunk, into) : pushCounted(chunk, into);
      if (problem !== '') mode = 'broken';
      return problem;
    },
    end(inOrder) {
      if (held.size === 0 || mode === 'broken') return null;
      const last = held.take();
      return mode === 'lines' && inOrder ? last : { ...last, isCut: true };
    },
  };
}

/** Bytes of an unfinished message, not more of them than are kept. */
function holdBytes() {
  let parts: Buffer[] = [];
  let kept = 0;
  let size = 0;
  return {
    get size() {
      return size;
    },
    add(part: Buffer): void {
      size += part.length;
      const wanted = part.subarray(0, MAX_MESSAGE - kept);
      if (wanted.length === 0) return;
      parts.push(wanted);
      kept += wanted.length;
      // A message that comes byte by byte costs its bytes, not a buffer for each.
      if (parts.length > 64) parts = [Buffer.concat(parts)];
    },
    take(): SyslogFrame {
      const [only] = parts;
      const bytes = only !== undefined && parts.length === 1 ? only : Buffer.concat(parts);
      const frame = { bytes, isCut: size > kept };
      parts = [];
      kept = 0;
      size = 0;
      return frame;
    },
  };
}
