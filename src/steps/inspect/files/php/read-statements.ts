import { readFor, readForeach, readWhile } from './loops.ts';
import { closing, fact, isOp, peek, type Reading, take } from './reading.ts';
import { noteReturn } from './routines.ts';
import { from, NOTHING } from './value.ts';

const SKIPPED = new Set([
  'if',
  'elseif',
  'else',
  'do',
  'try',
  'finally',
  'case',
  'default',
  'switch',
  'public',
  'private',
  'protected',
  'static',
  'final',
  'abstract',
  'readonly',
  'var',
  'endif',
  'endwhile',
  'endfor',
  'endforeach',
  'endswitch',
  'break',
  'continue',
  'as',
  'declare',
  'insteadof',
  'implements',
  'extends',
  'catch',
  'enum',
]);

/** Reads everything up to this token, in the order of the text: what would only happen sometimes counts as happening. */
export function readStatements(reading: Reading, end: number): void {
  while (reading.at < Math.min(end, reading.tokens.length) && reading.steps > 0) {
    const before = reading.at;
    readStatement(reading);
    if (reading.at === before) reading.at++;
  }
  reading.at = Math.max(reading.at, Math.min(end, reading.tokens.length));
}

function readStatement(reading: Reading): void {
  const token = peek(reading);
  if (token.kind !== 'name') {
    if (token.kind === 'op' && /^[;{})\],:]$/.test(token.text)) reading.at++;
    else if (token.kind === 'html') reading.at++;
    else reading.readers.expression(reading);
    return;
  }
  const word = token.text.toLowerCase();
  if (isOp(reading, ':', 1) && !isOp(reading, '::', 1) && word !== 'else' && word !== 'default') {
    fact(reading, 'label', token.at);
    reading.at += 2;
    return;
  }
  readWord(reading, word, token.at);
}

function readWord(reading: Reading, word: string, at: number): void {
  switch (word) {
    case 'for':
    case 'while':
    case 'foreach':
      reading.at++;
      if (!isOp(reading, '(')) return;
      if (word === 'for') readFor(reading);
      else if (word === 'while') readWhile(reading);
      else readForeach(reading);
      return;
    case 'function':
      readDeclaration(reading);
      return;
    case 'goto':
      fact(reading, 'goto', at);
      reading.at += 2;
      return;
    case 'return':
      reading.at++;
      noteReturn(reading, isOp(reading, ';') ? NOTHING : reading.readers.expression(reading));
      return;
    case 'echo':
      reading.at++;
      do printed(reading, at);
      while (take(reading, ','));
      return;
    case 'const':
      readConstant(reading);
      return;
    case 'use':
    case 'namespace':
      skipTo(reading, /^[;{]$/);
      return;
    case 'class':
    case 'interface':
    case 'trait':
      skipTo(reading, /^[{;(]$/);
      return;
    case 'global':
      readGlobal(reading);
      return;
    default:
      if (SKIPPED.has(word) && !(word === 'static' && (isOp(reading, '::', 1) || peek(reading, 1).text === 'function'))) reading.at++;
      else reading.readers.expression(reading);
  }
}

function printed(reading: Reading, at: number): void {
  const value = reading.readers.expression(reading);
  if ((value.flags & from.remote) !== 0) fact(reading, 'print:remote', at);
}

function skipTo(reading: Reading, sign: RegExp): void {
  while (reading.at < reading.tokens.length && !(peek(reading).kind === 'op' && sign.test(peek(reading).text))) reading.at++;
}

function readConstant(reading: Reading): void {
  reading.at++;
  while (peek(reading).kind === 'name' && !isOp(reading, '=', 1)) reading.at++;
  const name = peek(reading).text;
  reading.at++;
  if (!take(reading, '=')) return;
  const value = reading.readers.expression(reading);
  reading.constants.set(name, value);
  reading.constants.set(`::${name}`, value);
}

function readGlobal(reading: Reading): void {
  reading.at++;
  while (peek(reading).kind === 'variable') {
    const { text } = peek(reading);
    reading.scope.set(text, reading.globals.get(text) ?? NOTHING);
    reading.at++;
    take(reading, ',');
  }
}

/** A function with a name: read where it stands, in a scope of its own. */
function readDeclaration(reading: Reading): void {
  reading.at++;
  take(reading, '&');
  const name = peek(reading).text.toLowerCase();
  const routine = reading.routines.get(name);
  if (peek(reading).kind !== 'name' || !isOp(reading, '(', 1)) {
    reading.at--;
    reading.readers.expression(reading);
    return;
  }
  const open = reading.at + 1;
  let body = closing(reading.tokens, open, '(', ')');
  while (body < reading.tokens.length && !(reading.tokens[body]?.kind === 'op' && /^[{;]$/.test(reading.tokens[body]?.text ?? ''))) body++;
  if (reading.tokens[body]?.text !== '{') {
    reading.at = body;
    return;
  }
  const end = closing(reading.tokens, body, '{', '}');
  if (routine !== undefined && routine.tokens === reading.tokens && routine.start === body + 1) {
    if (routine.state === 'new') reading.readers.routine(reading, routine, []);
  } else {
    // A second function of the same name, as in classes: read for what it does.
    const own = { name, tokens: reading.tokens, params: [], start: body + 1, end, sinks: new Map(), returned: null, state: 'new' as const };
    reading.readers.routine(reading, own, []);
  }
  reading.at = end + 1;
}
