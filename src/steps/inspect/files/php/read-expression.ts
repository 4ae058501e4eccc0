import { bitwise } from './decoders.ts';
import { assign, type Place } from './place.ts';
import { readPostfix } from './read-postfix.ts';
import { readPrimary } from './read-primary.ts';
import { fact, NONE, peek, type Reading } from './reading.ts';
import { CARD_FIELD } from './sources.ts';
import { either, from, join, NOTHING, textValue, type Value } from './value.ts';

const BINDING: Readonly<Record<string, number>> = {
  or: 1,
  xor: 2,
  and: 3,
  '?': 6,
  '??': 7,
  '||': 8,
  '&&': 9,
  '|': 10,
  '^': 11,
  '&': 12,
  '==': 13,
  '!=': 13,
  '===': 13,
  '!==': 13,
  '<>': 13,
  '<=>': 13,
  '<': 14,
  '>': 14,
  '<=': 14,
  '>=': 14,
  '<<': 15,
  '>>': 15,
  '+': 16,
  '-': 16,
  '.': 16,
  '*': 17,
  '/': 17,
  '%': 17,
  instanceof: 19,
  '**': 20,
};
const ASSIGN = new Set(['=', '.=', '+=', '-=', '*=', '/=', '%=', '^=', '|=', '&=', '??=', '<<=', '>>=', '**=']);
const DEEPEST = 120;

/** Reads one expression and says what it is worth. Always steps on, or leaves the place as it is when there is no expression. */
export function readExpression(reading: Reading, binding = 0): Value {
  if (reading.depth > DEEPEST || reading.steps-- < 0) {
    reading.at = reading.steps < 0 ? reading.tokens.length : reading.at + 1;
    return NOTHING;
  }
  reading.depth++;
  try {
    return readBinary(reading, binding);
  } finally {
    reading.depth--;
  }
}

function readBinary(reading: Reading, binding: number): Value {
  const place: Place = { kind: 'none' };
  let value = readPostfix(reading, readPrimary(reading, place), place);
  for (;;) {
    const token = peek(reading);
    if (token === NONE || (token.kind !== 'op' && token.kind !== 'name')) return value;
    if (token.kind === 'op' && ASSIGN.has(token.text) && place.kind !== 'none') {
      value = readAssignment(reading, place, value, token.text);
      continue;
    }
    const operator = token.kind === 'name' ? token.text.toLowerCase() : token.text;
    const strength = Object.hasOwn(BINDING, operator) ? BINDING[operator] : undefined;
    if (strength === undefined || strength < binding) return value;
    reading.at++;
    place.kind = 'none';
    value = operator === '?' ? readChoice(reading, value) : readOperation(reading, operator, value, strength, token.at);
  }
}

function readAssignment(reading: Reading, place: Place, old: Value, operator: string): Value {
  const target = { ...place };
  reading.at++;
  const right = reading.readers.expression(reading, 4);
  const value =
    operator === '='
      ? right
      : operator === '.='
        ? join(old, right)
        : operator === '??='
          ? either(old, right)
          : compute(operator.slice(0, -1), old, right);
  assign(reading, target, value);
  return value;
}

function readChoice(reading: Reading, condition: Value): Value {
  if (peek(reading).text === ':' && peek(reading).kind === 'op') {
    reading.at++;
    return either(condition, reading.readers.expression(reading, 7));
  }
  const yes = reading.readers.expression(reading, 4);
  if (peek(reading).text !== ':') return yes;
  reading.at++;
  return either(yes, reading.readers.expression(reading, 7));
}

function readOperation(reading: Reading, operator: string, left: Value, strength: number, at: number): Value {
  const right = reading.readers.expression(reading, operator === '**' || operator === '??' ? strength : strength + 1);
  if (operator === '.') return join(left, right);
  if (operator === '??') return either(left, right);
  if (strength === 13) noteGate(reading, left, right, at);
  return compute(operator, left, right);
}

/** Somebody is let in who knows a word: what was sent, or its digest, is compared with a fixed text. */
function noteGate(reading: Reading, left: Value, right: Value, at: number): void {
  const [sent, fixed] = left.text === null ? [left, right] : [right, left];
  if (fixed.text === null || (sent.flags & (from.hashed | from.request)) === 0) return;
  if ((sent.flags & from.hashed) !== 0 && /^[0-9a-f]{16,128}$/i.test(fixed.text)) fact(reading, 'gate:digest', at);
  else if ((sent.flags & from.request) !== 0 && fixed.text.length >= 5 && !CARD_FIELD.test(fixed.text)) fact(reading, 'gate:word', at);
}

function compute(operator: string, left: Value, right: Value): Value {
  const flags = left.flags | right.flags;
  const params = left.params | right.params;
  if (operator === '^' || operator === '|' || operator === '&') {
    const numeric = isNumber(left.text) && isNumber(right.text);
    if (left.text !== null && right.text !== null && !numeric) {
      const how =
        operator === '^'
          ? (a: number, b: number) => a ^ b
          : operator === '|'
            ? (a: number, b: number) => a | b
            : (a: number, b: number) => a & b;
      return textValue(bitwise(left.text, right.text, how), flags | from.hidden, params);
    }
    if (operator === '^' && !numeric) return textValue(null, flags | from.built, params);
  }
  const known = isNumber(left.text) && isNumber(right.text) ? calculate(operator, Number(left.text), Number(right.text)) : null;
  const comparison = /[<>=&|!]{2}|^[<>]$|and|or|xor|instanceof/.test(operator);
  return textValue(
    known === null || !Number.isFinite(known) ? null : String(known),
    comparison ? 0 : flags & (from.hidden | from.built),
    comparison ? 0 : params,
  );
}

function isNumber(text: string | null): boolean {
  return text !== null && text !== '' && text.length < 16 && /^-?\d+(?:\.\d+)?$/.test(text);
}

function calculate(operator: string, a: number, b: number): number | null {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0 ? null : a / b;
    case '%':
      return b === 0 ? null : Math.trunc(a) % Math.trunc(b);
    case '^':
      return Math.trunc(a) ^ Math.trunc(b);
    case '|':
      return a | b;
    case '&':
      return a & b;
    case '<<':
      return a << b;
    case '>>':
      return a >> b;
    case '**':
      return a ** b;
    case '<':
      return Number(a < b);
    case '>':
      return Number(a > b);
    case '<=':
      return Number(a <= b);
    case '>=':
      return Number(a >= b);
    case '!=':
    case '!==':
      return Number(a !== b);
    case '==':
    case '===':
      return Number(a === b);
    default:
      return null;
  }
}
