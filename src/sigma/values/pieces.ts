import { RuleError } from '../problem.ts';

/** A piece of a value: plain text, `*` (any), `?` (one), or one character of several. */
export type Piece = string | { readonly wild: 'any' | 'one' } | { readonly oneOf: string };

export const ANY: Piece = { wild: 'any' };
const ONE: Piece = { wild: 'one' };

/** Cuts at `*` and `?`. A backslash makes the next wildcard or backslash plain; before anything else it is itself. */
export function splitWildcards(value: string): Piece[] {
  const pieces: Piece[] = [];
  let plain = '';
  for (let i = 0; i < value.length; i++) {
    const character = value.charAt(i);
    const next = value.charAt(i + 1);
    if (character === '\\' && (next === '*' || next === '?' || next === '\\')) {
      plain += next;
      i += 1;
    } else if (character === '*' || character === '?') {
      if (plain !== '') pieces.push(plain);
      plain = '';
      pieces.push(character === '*' ? ANY : ONE);
    } else plain += character;
  }
  if (plain !== '') pieces.push(plain);
  return pieces;
}

/** Windows programs take their options behind any of these. */
const DASHES = '-/–—―';

/** Makes each dash or slash in front of a word any of the dashes. */
export function anyDash(pieces: readonly Piece[]): Piece[] {
  return pieces.flatMap((piece): Piece[] => {
    if (typeof piece !== 'string') return [piece];
    return piece.split(/(\B[-/]\b)/).flatMap((part): Piece[] => (part === '' ? [] : /^[-/]$/.test(part) ? [{ oneOf: DASHES }] : [part]));
  });
}

const MOST_FORMS = 1000;

/** Every text that the pieces can be. Throws when a wildcard makes them endless or they are too many. */
export function plainForms(pieces: readonly Piece[], modifier: string): string[] {
  let forms = [''];
  for (const piece of pieces) {
    if (typeof piece === 'string') forms = forms.map((form) => form + piece);
    else if ('oneOf' in piece) forms = forms.flatMap((form) => [...piece.oneOf].map((one) => form + one));
    else throw new RuleError(`“${modifier}” cannot encode a wildcard; write \\* or \\? for a plain one`);
    if (forms.length > MOST_FORMS) throw new RuleError(`“${modifier}” would have to encode more than ${MOST_FORMS} forms of this value`);
  }
  return forms;
}

/** The pieces as a person reads them. */
export function writePieces(pieces: readonly Piece[]): string {
  return pieces
    .map((piece) => (typeof piece === 'string' ? piece : 'oneOf' in piece ? `[${piece.oneOf}]` : piece.wild === 'any' ? '*' : '?'))
    .join('');
}
