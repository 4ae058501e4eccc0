import { readHtml } from './read-html.ts';
import { phpFields } from './read-php.ts';

/** What a part of an answer is: a field of data, words on a page, the value of an input, or code. */
type PieceKind = 'data' | 'page' | 'input' | 'code';

/** A part of an answer in which somebody's data may stand. */
export interface Piece {
  readonly kind: PieceKind;
  /** `json.customer.email`, `page`, `input.phone`, `code`. Numbers of lists are not told: `json.orders[].email`. */
  readonly field: string;
  /** The last name on the way: a word around the value. */
  readonly name: string;
  readonly text: string;
}

/** Characters of an answer that are looked at. */
export const MOST_SEEN = 262_144;
const MOST_PIECES = 5_000;
const MOST_DEPTH = 12;
/** Of one text so much; what is longer is no field of a person. */
const MOST_TEXT = 60_000;

/**
 * Takes the body of an answer apart by what its type says: fields of JSON, words, inputs and data of a page, code. A type that is none of
 * them, and JSON that is cut off, is one text. Pictures and other bytes have no parts.
 */
export function takeApart(type: string, body: string): readonly Piece[] {
  const text = body.length > MOST_SEEN ? body.slice(0, MOST_SEEN) : body;
  if (/\bjson\b/i.test(type)) return dataPieces(text, 'json');
  if (/\bhtml\b/i.test(type)) return htmlPieces(text);
  if (/javascript|ecmascript|\bcss\b/i.test(type)) return [{ kind: 'code', field: 'code', name: '', text }];
  if (/^(?:image|video|audio|font)\/|octet-stream|\bzip\b|\bpdf\b/i.test(type)) return [];
  return [{ kind: 'data', field: 'body', name: '', text }];
}

/** The fields of a JSON text; of one that cannot be read the text itself, for it may be cut off. */
function dataPieces(text: string, root: string): readonly Piece[] {
  const value = parsed(text);
  if (value === undefined) return [{ kind: 'data', field: root, name: '', text }];
  const pieces: Piece[] = [];
  walk(value, root, '', 0, pieces);
  return pieces;
}

/** The parts of a message of a queue: JSON, what PHP serialised, and either of them within a field of the other. `root` names the whole. */
export function messagePieces(text: string, root: string): readonly Piece[] {
  const pieces: Piece[] = [];
  const cut = text.slice(0, MOST_SEEN);
  walk(parsed(cut) ?? cut, root, '', 0, pieces);
  return pieces;
}

function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function walk(value: unknown, field: string, name: string, depth: number, into: Piece[]): void {
  if (into.length >= MOST_PIECES || depth > MOST_DEPTH) return;
  if (typeof value === 'string' || typeof value === 'number') walkText(String(value), field, name, depth, into);
  else if (Array.isArray(value)) for (const one of value) walk(one, `${field}[]`, name, depth + 1, into);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, one] of Object.entries(value)) {
      const plain = nameOf(key);
      walk(one, `${field}.${plain}`, plain, depth + 1, into);
    }
  }
}

/** A text may itself be data that was written into a field. */
function walkText(text: string, field: string, name: string, depth: number, into: Piece[]): void {
  if (text.length < 4) return;
  const inner = text.length > 12 ? parsed(text) : undefined;
  if (inner !== undefined) {
    walk(inner, field, name, depth + 1, into);
    return;
  }
  const php = phpFields(text);
  if (php.length === 0) into.push({ kind: 'data', field, name, text: text.slice(0, MOST_TEXT) });
  for (const one of php) walkText(one.value, `${field}.${nameOf(one.name)}`, nameOf(one.name), depth + 1, into);
}

/** A key that is itself somebody's number or address is not told. */
function nameOf(key: string): string {
  return /^[\p{L}_$][\p{L}\p{N}_$-]{0,39}$/u.test(key) && !/\d{5}/.test(key) ? key : '*';
}

function htmlPieces(text: string): readonly Piece[] {
  const { words, inputs, scripts } = readHtml(text);
  const pieces: Piece[] = [{ kind: 'page', field: 'page', name: '', text: words }];
  for (const { name, value } of inputs) {
    const plain = nameOf(name.replace(/[[\]().]+/g, '_').replace(/^_+|_+$/g, ''));
    pieces.push({ kind: 'input', field: `input.${plain}`, name: plain, text: value.slice(0, MOST_TEXT) });
  }
  for (const { type, code } of scripts) {
    if (/ld\+json/i.test(type)) pieces.push({ kind: 'page', field: 'about', name: '', text: code });
    else if (/json/i.test(type)) pieces.push(...dataPieces(code, 'page-data'));
    else pieces.push({ kind: 'code', field: 'code', name: '', text: code });
  }
  return pieces.slice(0, MOST_PIECES);
}
