import { type AST, RegExpParser } from '@eslint-community/regexpp';

/** Texts of which a match holds: `all` of the parts, or `any` of them. An empty `all`: nothing is known. */
export type Texts = { readonly text: string } | { readonly all: readonly Texts[] } | { readonly any: readonly Texts[] };

const NOTHING: Texts = { all: [] };
const FLAGS = /^(\(\?[imsU]+\))+/;
/** Escapes that mean the same in RE2, which judges, and in JavaScript, whose grammar the parser knows. */
const KNOWN_ESCAPE = /^(?:[^A-Za-z0-9]|[dDwWsSbBnrtfv])/;
const parser = new RegExpParser({ ecmaVersion: 2025 });

/**
 * Texts that must stand in whatever an expression (RE2 syntax) fits, lower case and ASCII. What is not understood for certain says
 * nothing: a text that is missed only costs time, a wrong one would lose a match.
 */
export function regexTexts(source: string): Texts {
  const plain = source.replace(FLAGS, '');
  if (!isCommonGround(plain)) return NOTHING;
  try {
    return ofAlternatives(parser.parsePattern(plain).alternatives);
  } catch {
    return NOTHING;
  }
}

function isCommonGround(source: string): boolean {
  if (source.includes('[[:') || source.includes('(?P<')) return false;
  for (let at = source.indexOf('\\'); at >= 0; at = source.indexOf('\\', at + 2))
    if (!KNOWN_ESCAPE.test(source.charAt(at + 1))) return false;
  return true;
}

function ofAlternatives(alternatives: readonly AST.Alternative[]): Texts {
  const parts = alternatives.map((one) => ofElements(one.elements));
  return parts.length === 1 ? (parts[0] ?? NOTHING) : { any: parts };
}

function ofElements(elements: readonly AST.Element[]): Texts {
  const all: Texts[] = [];
  let run = '';
  const end = (): void => {
    if (run !== '') all.push({ text: run.toLowerCase() });
    run = '';
  };
  for (const element of elements) {
    const letter = letterOf(element);
    if (letter !== '') run += letter;
    else {
      const once = element.type === 'Quantifier' && element.min > 0 ? element.element : element;
      // `ab+c`: what is repeated still follows what stood before it.
      run += once === element ? '' : letterOf(once);
      end();
      if (once.type === 'Group' || once.type === 'CapturingGroup') all.push(ofAlternatives(once.alternatives));
    }
  }
  end();
  return { all };
}

/** A printable ASCII character that stands for itself, or ''. */
function letterOf(element: AST.Element): string {
  if (element.type !== 'Character' || element.value < 0x20 || element.value > 0x7e) return '';
  return String.fromCharCode(element.value);
}
