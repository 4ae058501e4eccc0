import { readDoubleQuoted, readSingleQuoted } from './read-strings.ts';
import type { Token, TokenTally } from './token.ts';

const OPEN = /<\?(?:php(?=\s|$)|=|(?=[\s$/(@]))|<script\s+language\s*=\s*["']?php["']?\s*>/gi;
const NAME = /[\\a-zA-Z_\x80-\xff][\\\w\x80-\xff]*/y;
const VARIABLE = /\$([a-zA-Z_\x80-\xff][\w\x80-\xff]*)/y;
const NUMBER = /0[xX][0-9a-fA-F_]+|0[bB][01_]+|(?:\d[\d_]*)?\.?\d[\d_]*(?:[eE][+-]?\d+)?/y;
const SPACE = /[\s\0]+/y;
const LINE_COMMENT = /(?:\/\/|#(?!\[))(?:(?!\?>)[^\r\n])*/y;
const OPERATOR =
  /<=>|\*\*=|\.\.\.|<<=|>>=|===|!==|\?\?=|\?->|\+\+|--|->|=>|::|==|!=|<>|<=|>=|&&|\|\||\?\?|\+=|-=|\*=|\/=|\.=|%=|&=|\|=|\^=|<<|>>|\*\*|[^\s]/y;
const HEREDOC = /<<<[ \t]*(?:"(\w+)"|'(\w+)'|(\w+))[ \t]*\r?\n/y;
const NESTING = 6;

/**
 * The tokens of PHP text of which each character is one byte (latin1). Broken text gives what can be read of it; never throws.
 * `inside` starts within PHP, as code that was unpacked does.
 */
export function readTokens(text: string, tally: TokenTally, inside = false, depth = 0): Token[] {
  const reader: Reader = { text, tally, tokens: [], depth, at: 0 };
  if (!inside) readHtml(reader);
  while (reader.at < text.length) readOne(reader);
  return reader.tokens;
}

interface Reader {
  readonly text: string;
  readonly tally: TokenTally;
  readonly tokens: Token[];
  readonly depth: number;
  at: number;
}

function readHtml(reader: Reader): void {
  OPEN.lastIndex = reader.at;
  const match = OPEN.exec(reader.text);
  const end = match === null ? reader.text.length : match.index;
  if (end > reader.at) reader.tokens.push({ kind: 'html', text: reader.text.slice(reader.at, end), at: reader.at });
  reader.at = match === null ? end : end + match[0].length;
  if (match?.[0] === '<?=') reader.tokens.push({ kind: 'name', text: 'echo', at: end });
}

function sticky(expression: RegExp, reader: Reader): RegExpExecArray | null {
  expression.lastIndex = reader.at;
  return expression.exec(reader.text);
}

function readOne(reader: Reader): void {
  const { text, tally } = reader;
  const start = reader.at;
  const space = sticky(SPACE, reader);
  if (space !== null) {
    reader.at += space[0].length;
    return;
  }
  if (text.startsWith('?>', start)) {
    reader.tokens.push({ kind: 'op', text: ';', at: start });
    reader.at = start + 2;
    readHtml(reader);
    return;
  }
  if (skipComment(reader)) {
    tally.inComments += reader.at - start;
    return;
  }
  readWord(reader);
  tally.code += reader.at - start;
}

function skipComment(reader: Reader): boolean {
  if (reader.text.startsWith('/*', reader.at)) {
    const end = reader.text.indexOf('*/', reader.at + 2);
    reader.at = end === -1 ? reader.text.length : end + 2;
    return true;
  }
  const line = sticky(LINE_COMMENT, reader);
  if (line !== null) reader.at += line[0].length;
  return line !== null;
}

function readWord(reader: Reader): void {
  const { text, at } = reader;
  const first = text[at];
  const push = (kind: Token['kind'], value: string, length: number): void => {
    reader.tokens.push({ kind, text: value, at });
    reader.at = at + length;
  };
  if (first === "'" || first === '"' || first === '`') {
    readQuoted(reader, first);
    return;
  }
  const heredoc = first === '<' ? sticky(HEREDOC, reader) : null;
  if (heredoc !== null) {
    readHeredoc(reader, heredoc);
    return;
  }
  const variable = first === '$' ? sticky(VARIABLE, reader) : null;
  const name = variable === null ? sticky(NAME, reader) : null;
  const number = name === null && /[\d.]/.test(first ?? '') ? sticky(NUMBER, reader) : null;
  if (variable !== null) push('variable', variable[1] ?? '', variable[0].length);
  else if (name !== null) push('name', name[0], name[0].length);
  else if (number !== null) push('number', number[0], number[0].length);
  else {
    const operator = sticky(OPERATOR, reader);
    push('op', operator?.[0] ?? first ?? '', operator?.[0].length ?? 1);
  }
}

/** Where the quote ends that begins at `at`, or the end of the text. */
function endOfQuote(text: string, at: number, quote: string): number {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === quote) return i;
  }
  return text.length;
}

function readQuoted(reader: Reader, quote: string): void {
  const at = reader.at;
  const end = endOfQuote(reader.text, at, quote);
  const inner = reader.text.slice(at + 1, end);
  reader.at = Math.min(end + 1, reader.text.length);
  reader.tally.inStrings += inner.length;
  if (quote === "'") reader.tokens.push({ kind: 'string', text: readSingleQuoted(inner), at });
  else pushTemplate(reader, inner, at, quote === '`' ? 'shell' : 'template');
}

function readHeredoc(reader: Reader, open: RegExpExecArray): void {
  const at = reader.at;
  const label = open[1] ?? open[2] ?? open[3] ?? '';
  const from = at + open[0].length;
  const close = new RegExp(`^[ \\t]*${label}\\b`, 'gm');
  close.lastIndex = from;
  const match = close.exec(reader.text);
  const end = match === null ? reader.text.length : match.index;
  const inner = reader.text.slice(from, end).replace(/\r?\n$/, '');
  reader.at = match === null ? end : end + match[0].length;
  reader.tally.inStrings += inner.length;
  if (open[2] === undefined) pushTemplate(reader, inner, at, 'template');
  else reader.tokens.push({ kind: 'string', text: inner, at });
}

/** A double-quoted text: a plain string when nothing is put in. */
function pushTemplate(reader: Reader, inner: string, at: number, kind: 'template' | 'shell'): void {
  const before = reader.tally.escaped;
  const parts = readDoubleQuoted(inner, reader.tally, (code) =>
    reader.depth >= NESTING ? [] : readTokens(code, reader.tally, true, reader.depth + 1).map((token) => ({ ...token, at })),
  );
  const [only] = parts;
  if (kind === 'template' && parts.length <= 1 && (only === undefined || typeof only === 'string')) {
    reader.tokens.push({ kind: 'string', text: only ?? '', at, ...(reader.tally.escaped > before ? { escaped: true } : {}) });
  } else reader.tokens.push({ kind, text: '', at, parts });
}
