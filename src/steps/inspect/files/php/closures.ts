import { readTokens } from './read-tokens.ts';
import { closing, isOp, peek, type Reading, take } from './reading.ts';
import type { Token } from './token.ts';
import { from, NOTHING, type Routine, type Value } from './value.ts';

const MOST_MADE = 200_000;

/** The names of the parameters between these brackets. */
export function parameterNames(tokens: readonly Token[], open: number, close: number): string[] {
  const names: string[] = [];
  let depth = 0;
  for (let i = open; i < close; i++) {
    const token = tokens[i];
    if (token === undefined) continue;
    if (token.kind === 'op' && /^[([{]$/.test(token.text)) depth++;
    else if (token.kind === 'op' && /^[)\]}]$/.test(token.text)) depth--;
    else if (token.kind === 'variable' && depth === 1) names.push(token.text);
  }
  return names;
}

/** `function (…) use (…) {…}` and `fn (…) => …`, behind the word: read once, and kept for when it is called. */
export function noteClosure(reading: Reading, arrow: boolean): Value {
  const { tokens } = reading;
  take(reading, '&');
  if (peek(reading).kind === 'name') reading.at++;
  if (!isOp(reading, '(')) return NOTHING;
  const open = reading.at;
  const close = closing(tokens, open, '(', ')');
  const params = parameterNames(tokens, open, close);
  reading.at = close + 1;
  if (arrow) return readArrow(reading);
  let used: string[] = [];
  if (peek(reading).text === 'use' && isOp(reading, '(', 1)) {
    const end = closing(tokens, reading.at + 1, '(', ')');
    used = parameterNames(tokens, reading.at + 1, end);
    reading.at = end + 1;
  }
  while (reading.at < tokens.length && !isOp(reading, '{') && !isOp(reading, ';')) reading.at++;
  if (!isOp(reading, '{')) return NOTHING;
  const end = closing(tokens, reading.at, '{', '}');
  const routine: Routine = {
    name: 'a function without a name',
    tokens,
    params,
    start: reading.at + 1,
    end,
    sinks: new Map(),
    returned: null,
    state: 'new',
    used: captured(reading, used),
  };
  reading.at = end + 1;
  reading.readers.routine(reading, routine, []);
  return { ...NOTHING, closure: routine };
}

/** `create_function('$a, $b', '…')`: a function whose code stands in a text. It is kept for when it is called. */
export function noteMade(reading: Reading, [names = NOTHING, body = NOTHING]: readonly Value[]): Value | null {
  if (names.text === null || body.text === null || body.text.length > MOST_MADE) return null;
  const tokens = readTokens(body.text, reading.tally, true);
  const params = [...names.text.matchAll(/\$(\w{1,80})/g)].map(([, name = '']) => name);
  const about = { name: 'a function made of a text', sinks: new Map(), returned: null, state: 'new' as const, used: new Map() };
  const routine: Routine = { ...about, tokens, params, start: 0, end: tokens.length };
  reading.readers.routine(reading, routine, []);
  return { ...NOTHING, closure: routine };
}

function captured(reading: Reading, names: readonly string[]): ReadonlyMap<string, Value> {
  return new Map(names.map((name) => [name, reading.scope.get(name) ?? NOTHING]));
}

function readArrow(reading: Reading): Value {
  while (reading.at < reading.tokens.length && !isOp(reading, '=>') && !isOp(reading, ';')) reading.at++;
  take(reading, '=>');
  const value = reading.readers.expression(reading, 4);
  return { ...NOTHING, flags: value.flags & from.card };
}
