import { type Piece, plainForms } from './pieces.ts';

/** Pieces whose text stands for characters, or, once encoded, for bytes (one character each, 0–255). */
export interface Encoded {
  readonly pieces: readonly Piece[];
  readonly bytes: boolean;
}

export type TextEncoding = 'utf16le' | 'utf16be' | 'utf16' | 'wide';

/** Each plain text in UTF-16; `utf16` carries a byte order mark, `wide` is another word for little endian. Wildcards stay. */
export function encodeUtf16(value: Encoded, encoding: TextEncoding): Encoded {
  const mark = encoding === 'utf16' ? '\u00ff\u00fe' : '';
  const pieces = value.pieces.map((piece, nth): Piece => {
    if (typeof piece !== 'string') return piece;
    const bytes = Buffer.from(piece, 'utf16le');
    if (encoding === 'utf16be') bytes.swap16();
    return (nth === 0 ? mark : '') + bytes.toString('latin1');
  });
  return { pieces, bytes: true };
}

/** The value in base64 as it stands when it is encoded alone. */
export function encodeBase64(value: Encoded): Encoded[] {
  return plainForms(value.pieces, 'base64').map((form) => ({ pieces: [bytesOf(form, value.bytes).toString('base64')], bytes: false }));
}

/** The three texts of which one stands in base64 of anything that holds the value; characters shared with neighbours are cut off. */
export function encodeBase64Offset(value: Encoded): Encoded[] {
  const starts = [0, 2, 3];
  return plainForms(value.pieces, 'base64offset').flatMap((form) => {
    const bytes = bytesOf(form, value.bytes);
    return starts.map((start, shift): Encoded => {
      const whole = Buffer.concat([Buffer.alloc(shift, 32), bytes]).toString('base64');
      const cut = [0, 3, 2][(bytes.length + shift) % 3] ?? 0;
      return { pieces: [whole.slice(start, whole.length - cut)], bytes: false };
    });
  });
}

function bytesOf(text: string, bytes: boolean): Buffer {
  return Buffer.from(text, bytes ? 'latin1' : 'utf8');
}
