import type { Token, TokenTally } from './token.ts';

/** The value of a single-quoted text. */
export function readSingleQuoted(inner: string): string {
  return inner.includes('\\') ? inner.replace(/\\([\\'])/g, '$1') : inner;
}

const ESCAPE = /\\(?:([nrtvef\\$"`])|([0-7]{1,3})|x([0-9a-fA-F]{1,2})|u\{([0-9a-fA-F]{1,6})\})/y;
const SIMPLE: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  e: '\x1b',
  f: '\f',
  '\\': '\\',
  $: '$',
  '"': '"',
  '`': '`',
};
const PUT_IN = /\$[a-zA-Z_\x80-\xff][\w\x80-\xff]*(?:\[(?:-?\d+|\w+|\$\w+)\]|->[a-zA-Z_]\w*)?/y;

type Part = string | readonly Token[];

/** The parts of a double-quoted text: texts with escapes resolved, and the tokens of what is put in between. */
export function readDoubleQuoted(inner: string, tally: TokenTally, tokensOf: (code: string) => readonly Token[]): readonly Part[] {
  if (!inner.includes('\\') && !inner.includes('$')) return inner === '' ? [] : [inner];
  const parts: Part[] = [];
  let plain = '';
  const flush = (): void => {
    if (plain !== '') parts.push(plain);
    plain = '';
  };
  for (let i = 0; i < inner.length; ) {
    const char = inner[i] ?? '';
    const put = char === '\\' ? null : putIn(inner, i);
    if (char === '\\') {
      const [value, length] = readEscape(inner, i, tally);
      plain += value;
      i += length;
    } else if (put !== null) {
      flush();
      parts.push(tokensOf(put.code));
      i = put.end;
    } else {
      plain += char;
      i++;
    }
  }
  flush();
  return parts;
}

function readEscape(inner: string, at: number, tally: TokenTally): readonly [string, number] {
  ESCAPE.lastIndex = at;
  const match = ESCAPE.exec(inner);
  if (match === null) return ['\\', 1];
  const [whole, simple, octal, hex, point] = match;
  if (simple !== undefined) return [SIMPLE[simple] ?? simple, whole.length];
  const code = octal !== undefined ? Number.parseInt(octal, 8) & 255 : Number.parseInt(hex ?? point ?? '0', 16);
  if (code >= 32 && code < 127) tally.escaped++;
  const value =
    point === undefined ? String.fromCharCode(code) : Buffer.from(String.fromCodePoint(Math.min(code, 0x10ffff))).toString('latin1');
  return [value, whole.length];
}

/** What is put in at this place, as code and where it ends; null when it is plain text. */
function putIn(inner: string, at: number): { readonly code: string; readonly end: number } | null {
  if (inner.startsWith('{$', at) || inner.startsWith('${', at)) {
    const end = closingBrace(inner, inner[at] === '{' ? at : at + 1);
    if (inner[at] === '{') return { code: inner.slice(at + 1, end), end: end + 1 };
    const name = inner.slice(at + 2, end);
    return { code: /^\w+$/.test(name) ? `$${name}` : /^\w+\[/.test(name) ? `$${name}` : `\${${name}}`, end: end + 1 };
  }
  if (inner[at] !== '$') return null;
  PUT_IN.lastIndex = at;
  const match = PUT_IN.exec(inner);
  if (match === null) return null;
  return { code: match[0].replace(/\[([a-zA-Z_]\w*)\]$/, "['$1']"), end: at + match[0].length };
}

function closingBrace(inner: string, open: number): number {
  let depth = 0;
  for (let i = open; i < inner.length; i++) {
    if (inner[i] === '{') depth++;
    else if (inner[i] === '}' && --depth === 0) return i;
  }
  return inner.length;
}
