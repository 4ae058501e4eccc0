import { noteClosure } from './closures.ts';
import { readLanguageCall } from './language-calls.ts';
import { readListInto } from './lists.ts';
import type { Place } from './place.ts';
import { callNamed, readArguments } from './read-call.ts';
import { closing, fact, isOp, lookUp, peek, type Reading, sink, take } from './reading.ts';
import { inputNamed, isInput } from './sources.ts';
import type { Token } from './token.ts';
import { from, join, NOTHING, textValue, type Value } from './value.ts';

const CASTS = new Set(['int', 'integer', 'string', 'bool', 'boolean', 'float', 'double', 'array', 'object', 'binary', 'unset']);
const STATEMENTS = new Set([
  'if',
  'elseif',
  'else',
  'while',
  'for',
  'foreach',
  'switch',
  'case',
  'return',
  'class',
  'do',
  'try',
  'catch',
  'default',
  'as',
]);

/** The beginning of an expression. Leaves the place when there is none. */
export function readPrimary(reading: Reading, place: Place): Value {
  const token = peek(reading);
  switch (token.kind) {
    case 'variable':
      reading.at++;
      return readVariable(reading, token.text, place);
    case 'string':
      reading.at++;
      return textValue(token.text, token.escaped ? from.hidden : 0);
    case 'number':
      reading.at++;
      return textValue(String(Number(numeral(token.text))));
    case 'template':
      reading.at++;
      return readParts(reading, token);
    case 'shell': {
      reading.at++;
      const command = readParts(reading, token);
      fact(reading, 'command', token.at, 'backticks');
      sink(reading, 'command', command, token.at, 'backticks');
      return textValue(null, from.file);
    }
    case 'name':
      return STATEMENTS.has(token.text.toLowerCase()) ? NOTHING : readName(reading, token, place);
    case 'op':
      return readSign(reading, token, place);
    case 'html':
      return NOTHING;
  }
}

/** As PHP writes numbers: octal with a leading zero. */
function numeral(text: string): string {
  const plain = text.replaceAll('_', '');
  return /^0[0-7]+$/.test(plain) ? `0o${plain.slice(1)}` : plain;
}

function readVariable(reading: Reading, name: string, place: Place): Value {
  place.kind = 'variable';
  place.name = name;
  place.keys = [];
  return reading.scope.get(name) ?? inputNamed(name) ?? reading.scope.get('\0any') ?? NOTHING;
}

function readParts(reading: Reading, token: Token): Value {
  let value: Value = textValue('');
  for (const part of token.parts ?? []) {
    if (typeof part === 'string') {
      value = value.text === '' && value.flags === 0 ? textValue(part) : joined(value, textValue(part));
      continue;
    }
    const { tokens, at } = reading;
    reading.tokens = part;
    reading.at = 0;
    const put = reading.readers.expression(reading);
    reading.tokens = tokens;
    reading.at = at;
    value = joined(value, put);
  }
  return value;
}

/** A text with something put in hides nothing by that alone. */
function joined(a: Value, b: Value): Value {
  const value = join(a, b);
  return { ...value, flags: a.flags | b.flags };
}

function readName(reading: Reading, token: Token, place: Place): Value {
  reading.at++;
  const lower = token.text.toLowerCase();
  const special = readLanguageCall(reading, lower, token.at, place);
  if (special !== null) return special;
  if (lower === 'function' || lower === 'fn') return noteClosure(reading, lower === 'fn');
  if (isOp(reading, '(')) return callNamed(reading, token.text, readArguments(reading), token.at);
  if (lower === 'true' || lower === 'false' || lower === 'null') return textValue(lower === 'true' ? '1' : '');
  if (lower === '__file__' || lower === '__dir__') return textValue(null, 0);
  return reading.constants.get(token.text) ?? textValue(null);
}

function readSign(reading: Reading, token: Token, place: Place): Value {
  const { text } = token;
  if (text === '(') return readParenthesis(reading, place);
  if (text === '[') {
    reading.at++;
    return readListInto(reading, ']', place);
  }
  if (text === '$') return readVariableVariable(reading, place);
  if (text === '!' || text === '-' || text === '+' || text === '~' || text === '@' || text === '&' || text === '++' || text === '--') {
    reading.at++;
    const inner: Value = reading.readers.expression(reading, text === '!' ? 18 : 19);
    return unary(text, inner);
  }
  return NOTHING;
}

function unary(sign: string, value: Value): Value {
  if (sign === '@' || sign === '&' || sign === '+') return value;
  if (sign === '~' && value.text !== null) {
    const text = Array.from(value.text, (char) => String.fromCharCode(~char.charCodeAt(0) & 255)).join('');
    return textValue(text, value.flags | from.hidden, value.params);
  }
  if (sign === '-' && value.text !== null && /^\d+$/.test(value.text)) return textValue(`-${value.text}`, value.flags, value.params);
  if (sign === '!') return NOTHING;
  return textValue(null, value.flags & from.hidden, value.params);
}

function readParenthesis(reading: Reading, place: Place): Value {
  const cast = peek(reading, 1);
  if (cast.kind === 'name' && CASTS.has(cast.text.toLowerCase()) && isOp(reading, ')', 2)) {
    reading.at += 3;
    const value = reading.readers.expression(reading, 19);
    return /^(?:int|bool|float|double)/i.test(cast.text) ? textValue(value.text) : value;
  }
  reading.at++;
  const value = reading.readers.expression(reading);
  if (!take(reading, ')')) {
    const end = closing(reading.tokens, reading.at, '(', ')');
    if (end < reading.tokens.length && isOp(reading, ',')) reading.at = end;
  }
  place.kind = 'none';
  return value;
}

/** `$$name`, `${'na'.'me'}`: whoever builds the name of an input has something to hide. */
function readVariableVariable(reading: Reading, place: Place): Value {
  const { at } = peek(reading);
  reading.at++;
  let name: Value = NOTHING;
  if (take(reading, '{')) {
    name = reading.readers.expression(reading);
    take(reading, '}');
  } else if (isOp(reading, '$')) name = readVariableVariable(reading, { kind: 'none' });
  else if (peek(reading).kind === 'variable') {
    name = lookUp(reading, peek(reading).text);
    reading.at++;
  }
  if (name.text === null) {
    place.kind = 'none';
    if ((name.flags & (from.built | from.decoded)) !== 0) fact(reading, 'name:hidden', at);
    return textValue(null, 0, name.params);
  }
  const plain = name.text.replace(/^\$/, '');
  if (isInput(plain)) fact(reading, 'input:hidden', at, plain);
  return readVariable(reading, plain, place);
}
