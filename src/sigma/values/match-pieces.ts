import type { Piece } from './pieces.ts';

type Unit = Exclude<Piece, { readonly wild: 'any' }>;

/**
 * Compiles pieces to a test of a whole text. Not a regular expression: between two `*` the leftmost fit is always enough,
 * so no text of anybody's making takes longer than its length times the value's.
 */
export function matchPieces(pieces: readonly Piece[]): (text: string) => boolean {
  const segments: Unit[][] = [[]];
  for (const piece of pieces) {
    if (typeof piece === 'object' && 'wild' in piece && piece.wild === 'any') segments.push([]);
    else segments.at(-1)?.push(piece as Unit);
  }
  const [first = [], ...rest] = segments;
  const last = rest.pop();
  if (last === undefined) return (text) => fitAt(first, text, 0) === text.length;
  if (rest.length === 0 && first.length === 0) {
    const tail = lengthOf(last);
    return (text) => text.length >= tail && fitAt(last, text, text.length - tail) >= 0;
  }
  const tail = lengthOf(last);
  return (text) => {
    let at = fitAt(first, text, 0);
    for (const segment of rest) {
      if (at < 0) return false;
      at = findFrom(segment, text, at);
    }
    return at >= 0 && text.length - tail >= at && fitAt(last, text, text.length - tail) >= 0;
  };
}

function lengthOf(units: readonly Unit[]): number {
  return units.reduce((sum, unit) => sum + (typeof unit === 'string' ? unit.length : 1), 0);
}

/** Where the units end when they begin exactly at `at`, else -1. */
function fitAt(units: readonly Unit[], text: string, at: number): number {
  let end = at;
  for (const unit of units) {
    if (typeof unit === 'string') {
      if (!text.startsWith(unit, end)) return -1;
      end += unit.length;
    } else {
      if (end >= text.length || ('oneOf' in unit && !unit.oneOf.includes(text.charAt(end)))) return -1;
      end += 1;
    }
  }
  return end;
}

/** Where the leftmost fit from `at` on ends, else -1. */
function findFrom(units: readonly Unit[], text: string, at: number): number {
  const [lead] = units;
  if (lead === undefined) return at;
  if (typeof lead === 'string' && units.length === 1) {
    const found = text.indexOf(lead, at);
    return found < 0 ? -1 : found + lead.length;
  }
  for (let start = at; start <= text.length; start++) {
    if (typeof lead === 'string') start = text.indexOf(lead, start);
    if (start < 0) return -1;
    const end = fitAt(units, text, start);
    if (end >= 0) return end;
  }
  return -1;
}
