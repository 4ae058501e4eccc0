import { foldConstantMethod } from './methods.ts';
import type { Place } from './place.ts';
import { callValue, readArguments } from './read-call.ts';
import { fact, isOp, lookUp, peek, type Reading, take } from './reading.ts';
import { entryOf, inputNamed, isInput, serverEntry } from './sources.ts';
import { from, NOTHING, textValue, type Value } from './value.ts';

/** What follows a value: entries, properties, methods, calls, steps up and down. */
export function readPostfix(reading: Reading, start: Value, place: Place): Value {
  let value = start;
  for (;;) {
    const token = peek(reading);
    if (token.kind !== 'op') return value;
    const { text, at } = token;
    if (text === '[' || (text === '{' && isOffset(reading))) value = readEntry(reading, value, place, text === '[' ? ']' : '}');
    else if (text === '->' || text === '?->') value = readMember(reading, value, place);
    else if (text === '::') value = readStatic(reading, value, place);
    else if (text === '(') {
      const args = readArguments(reading);
      place.kind = 'none';
      value = callValue(reading, value, args, at);
    } else if (text === '++' || text === '--') {
      reading.at++;
      value = step(reading, value, place, text === '++' ? 1 : -1);
    } else return value;
  }
}

/** `$text{3}`, as PHP up to 7 reads it: the bracket stands right behind. */
function isOffset(reading: Reading): boolean {
  const before = peek(reading, -1);
  const length = before.kind === 'variable' ? before.text.length + 1 : before.text === ']' || before.text === '}' ? 1 : -1;
  return (
    length > 0 &&
    peek(reading).at === before.at + length &&
    (peek(reading, 1).kind === 'number' || peek(reading, 1).kind === 'variable') &&
    isOp(reading, '}', 2)
  );
}

function readEntry(reading: Reading, value: Value, place: Place, close: string): Value {
  reading.at++;
  const key = isOp(reading, close) ? null : reading.readers.expression(reading);
  take(reading, close);
  const text = key?.text ?? null;
  const root = place.kind === 'variable' && (place.keys ?? []).length === 0 ? (place.name ?? null) : null;
  if (place.kind === 'variable') place.keys = [...(place.keys ?? []), key === null ? null : text];
  if (root === 'GLOBALS') {
    if (text !== null && isInput(text)) place.name = text;
    if (text !== null && isInput(text)) place.keys = [];
    if (text === null) return NOTHING;
    if (isInput(text)) return inputNamed(text) ?? NOTHING;
    return reading.scope === reading.globals ? lookUp(reading, text) : (reading.globals.get(text) ?? NOTHING);
  }
  if (root === '_SERVER') return serverEntry(text);
  if (value.items !== null) {
    const item = text === null ? undefined : value.items.get(text);
    return item ?? textValue(null, value.flags & ~from.hidden, value.params);
  }
  if (value.text !== null && (value.flags & from.request) === 0) {
    const index = Number(text);
    const char = text === null || !Number.isInteger(index) ? null : (value.text.at(index) ?? null);
    return textValue(char, value.flags | from.hidden | (text === null ? from.built : 0), value.params);
  }
  const entry = entryOf(value, text);
  if ((entry.flags & from.card) !== 0) fact(reading, 'read:card', peek(reading, -1).at, text);
  return entry;
}

function memberName(reading: Reading): { readonly name: string | null; readonly value: Value } {
  const token = peek(reading);
  reading.at++;
  if (token.kind === 'name') return { name: token.text, value: NOTHING };
  if (token.kind === 'variable') {
    const value = lookUp(reading, token.text);
    return { name: value.text, value };
  }
  if (token.kind === 'op' && token.text === '{') {
    const value = reading.readers.expression(reading);
    take(reading, '}');
    return { name: value.text, value };
  }
  reading.at--;
  return { name: null, value: NOTHING };
}

function readMember(reading: Reading, owner: Value, place: Place): Value {
  const at = peek(reading).at;
  reading.at++;
  const { name } = memberName(reading);
  if (isOp(reading, '(')) {
    place.kind = 'none';
    return foldConstantMethod(reading, owner, name, readArguments(reading), at);
  }
  return property(reading, name, place);
}

/** Properties are known by name, whatever they belong to: enough within one file. */
function property(reading: Reading, name: string | null, place: Place): Value {
  const key = name === null ? null : `->${name}`;
  place.kind = 'variable';
  place.name = key;
  place.keys = [];
  return key === null ? NOTHING : (reading.scope.get(key) ?? reading.globals.get(key) ?? NOTHING);
}

function readStatic(reading: Reading, owner: Value, place: Place): Value {
  const at = peek(reading).at;
  reading.at++;
  if (peek(reading).kind === 'variable' && !isOp(reading, '(', 1)) {
    const name = peek(reading).text;
    reading.at++;
    return property(reading, name, place);
  }
  const { name } = memberName(reading);
  if (isOp(reading, '(')) {
    place.kind = 'none';
    return foldConstantMethod(reading, owner, name, readArguments(reading), at);
  }
  return name === null ? NOTHING : (reading.constants.get(`::${name}`) ?? NOTHING);
}

function step(reading: Reading, value: Value, place: Place, by: number): Value {
  if (place.kind !== 'variable' || typeof place.name !== 'string' || (place.keys ?? []).length > 0 || value.text === null) return value;
  const next = /^-?\d+$/.test(value.text)
    ? String(Number(value.text) + by)
    : by === 1 && /^[a-zA-Z]$/.test(value.text)
      ? nextLetter(value.text)
      : null;
  reading.scope.set(place.name, textValue(next, value.flags | (next === null || /\d/.test(next) ? 0 : from.hidden), value.params));
  return value;
}

function nextLetter(letter: string): string {
  return letter === 'z' ? 'aa' : letter === 'Z' ? 'AA' : String.fromCharCode(letter.charCodeAt(0) + 1);
}
