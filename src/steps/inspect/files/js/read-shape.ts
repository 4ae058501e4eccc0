import type { FactList } from '../fact.ts';

function count(text: string, expression: RegExp, most: number): number {
  let found = 0;
  expression.lastIndex = 0;
  while (found < most && expression.exec(text) !== null) found++;
  return found;
}

const LOOKS = 3_000_000;

/** How a script is written: escapes that nobody needs, names that say nothing, packers. */
export function readShape(whole: string, facts: FactList, offset: number, layer: number): void {
  const text = whole.length > LOOKS ? whole.slice(0, LOOKS) : whole;
  const add = (name: string, at: number, detail: string | null = null): void =>
    facts.add(name, offset + Math.max(0, layer > 0 ? 0 : at), layer, detail);
  const escapes = count(text, /\\x[2-7][0-9a-f]|\\u00[2-7][0-9a-f]/gi, 4_000);
  if (escapes >= 24 && escapes * 4 > text.length * 0.12) add('js-shape:escapes', text.search(/\\x[2-7]|\\u00[2-7]/i), String(escapes));
  const names = count(text, /\b_0x[0-9a-f]{2,8}\b/gi, 4_000);
  if (names >= 12 && names * 8 > text.length * 0.04) add('js-shape:names', text.search(/_0x[0-9a-f]{2,8}/i), String(names));
  const packed = text.search(/eval\s*\(\s*function\s*\(\s*p\s*,\s*a\s*,\s*c\s*,\s*k\s*,\s*[er]/);
  if (packed !== -1) add('js-shape:packer', packed);
  const signs = /(?:[[\]()!+]{40,}){3}/.exec(text);
  if (signs !== null) add('js-shape:signs', signs.index);
  const faces = /゜|ﾟωﾟ|ﾟДﾟ/.exec(text);
  if (faces !== null && count(text, /ﾟ/g, 60) >= 60) add('js-shape:signs', faces.index);
  const numbers = /\[\s*(?:0x[0-9a-f]{1,4}|\d{1,3})(?:\s*,\s*(?:0x[0-9a-f]{1,4}|\d{1,3})){60,}/i.exec(text);
  if (numbers !== null) add('js-shape:numbers', numbers.index);
  const devtools =
    /outerWidth\s*-\s*window\.innerWidth|outerHeight\s*-\s*window\.innerHeight|Firebug\.chrome|firebug\.chrome|devtoolschange/.exec(text);
  if (devtools !== null) add('js-devtools', devtools.index);
  const pushed = /[;})][ \t]{200,}(?=[^\s*/])/.exec(text);
  if (pushed !== null) add('pushed-right', pushed.index);
}
