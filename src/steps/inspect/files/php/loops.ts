import { assign } from './place.ts';
import { closing, isOp, NONE, peek, type Reading, take } from './reading.ts';
import { from, NOTHING, type Value, withFlags } from './value.ts';

const ROUNDS = 20_000;
const ASSIGNMENT = /^(?:[.+\-*/%^|&]|\?\?|<<|>>|\*\*)?=$/;

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The statement or block that begins here. */
function bodyAt(reading: Reading, start: number): Span {
  const { tokens } = reading;
  if (tokens[start]?.kind === 'op' && tokens[start]?.text === '{') {
    const end = closing(tokens, start, '{', '}');
    return { start: start + 1, end };
  }
  let i = start;
  let depth = 0;
  for (; i < tokens.length; i++) {
    const token = tokens[i];
    if (token?.kind !== 'op') continue;
    if (token.text === '(' || token.text === '{' || token.text === '[') depth++;
    else if (token.text === ')' || token.text === '}' || token.text === ']') depth--;
    if ((depth === 0 && token.text === ';') || depth < 0) break;
  }
  return { start, end: i };
}

/** What changes within cannot be known before: texts are forgotten, origins are kept. */
function widen(reading: Reading, spans: readonly Span[]): void {
  for (const { start, end } of spans) {
    for (let i = start; i < end; i++) {
      const token = reading.tokens[i];
      if (token?.kind !== 'variable') continue;
      const next = reading.tokens[i + 1];
      const before = reading.tokens[i - 1];
      const changed = next?.kind === 'op' && (ASSIGNMENT.test(next.text) || next.text === '++' || next.text === '--');
      if (!changed && before?.text !== '++' && before?.text !== '--') continue;
      const value = reading.scope.get(token.text);
      if (value !== undefined) reading.scope.set(token.text, { ...value, text: null });
    }
  }
}

/** Whether to follow it round by round: it joins texts, and takes no decisions. */
function isPlain(reading: Reading, { start, end }: Span): boolean {
  if (end - start > 200 || reading.rounds <= 0) return false;
  let joins = false;
  for (let i = start; i < end; i++) {
    const token = reading.tokens[i];
    if (
      token?.kind === 'name' &&
      /^(?:if|else|elseif|switch|break|continue|for|foreach|while|do|return|function|goto|echo|eval|include|exec|system)$/i.test(token.text)
    )
      return false;
    if (token?.text === '?' && token.kind === 'op') return false;
    if (token?.text === '.=' || (token?.kind === 'name' && token.text.toLowerCase() === 'chr')) joins = true;
  }
  return joins;
}

function run(reading: Reading, span: Span): void {
  reading.at = span.start;
  reading.readers.statements(reading, span.end);
}

function once(reading: Reading, spans: readonly Span[], body: Span): void {
  widen(reading, [...spans, body]);
  for (const span of spans) run(reading, span);
  run(reading, body);
  forgetLoose(reading, [...spans, body]);
  reading.at = body.end + (isOp({ ...reading, at: body.end }, '}') ? 1 : 0);
}

/** After one round of a loop, what was joined in it is only its beginning. */
function forgetLoose(reading: Reading, spans: readonly Span[]): void {
  for (const { start, end } of spans) {
    for (let i = start; i < end; i++) {
      const token = reading.tokens[i];
      if (token?.kind !== 'variable' || reading.tokens[i + 1]?.text !== '.=') continue;
      const value = reading.scope.get(token.text);
      if (value === undefined) continue;
      const computed = (value.flags & (from.hidden | from.decoded)) !== 0 ? from.built : 0;
      reading.scope.set(token.text, withFlags({ ...value, text: null }, computed));
    }
  }
}

function finish(reading: Reading, body: Span): void {
  reading.at = Math.min(
    reading.tokens.length,
    body.end + (reading.tokens[body.end]?.kind === 'op' && /^[};]$/.test(reading.tokens[body.end]?.text ?? '') ? 1 : 0),
  );
}

function isTrue(value: Value): boolean | null {
  return value.text === null ? null : value.text !== '' && value.text !== '0';
}

/** `for`, behind the word. Loops that only compute are followed round by round: decoders are such loops. */
export function readFor(reading: Reading): void {
  const open = reading.at;
  const close = closing(reading.tokens, open, '(', ')');
  const body = bodyAt(reading, close + 1);
  const marks: number[] = [];
  let depth = 0;
  for (let i = open; i < close; i++) {
    const token = reading.tokens[i];
    if (token?.kind !== 'op') continue;
    if (token.text === '(' || token.text === '{') depth++;
    else if (token.text === ')' || token.text === '}') depth--;
    else if (token.text === ';' && depth === 1) marks.push(i);
  }
  const [first = close, second = close] = marks;
  run(reading, { start: open + 1, end: first });
  const condition = { start: first + 1, end: second };
  const step = { start: Math.min(second + 1, close), end: close };
  repeat(reading, condition, [step], body);
}

/** `while`, behind the word. */
export function readWhile(reading: Reading): void {
  const close = closing(reading.tokens, reading.at, '(', ')');
  if (isOp({ ...reading, at: close + 1 }, ';')) {
    take(reading, '(');
    reading.readers.expression(reading);
    reading.at = close + 1;
    return;
  }
  repeat(reading, { start: reading.at + 1, end: close }, [], bodyAt(reading, close + 1));
}

function repeat(reading: Reading, condition: Span, steps: readonly Span[], body: Span): void {
  const plain = isPlain(reading, body) && body.end > body.start;
  const ask = (): boolean | null => {
    reading.at = condition.start;
    const value = reading.readers.expression(reading);
    return reading.at >= condition.end ? isTrue(value) : null;
  };
  let rounds = 0;
  if (plain && peek(reading) !== NONE) {
    const wasQuiet = reading.quiet;
    for (let yes = ask(); yes === true && rounds < ROUNDS && reading.rounds-- > 0; yes = ask()) {
      run(reading, body);
      for (const step of steps) run(reading, step);
      reading.quiet = true;
      rounds++;
      if (reading.scope.size > 5_000) break;
    }
    reading.quiet = wasQuiet;
    if (rounds > 0 && ask() === false) {
      finish(reading, body);
      return;
    }
  }
  once(reading, [condition, ...steps], body);
  finish(reading, body);
}

/** `foreach`, behind the word. */
export function readForeach(reading: Reading): void {
  const close = closing(reading.tokens, reading.at, '(', ')');
  take(reading, '(');
  const list = reading.readers.expression(reading);
  const body = bodyAt(reading, close + 1);
  const names: (string | null)[] = [];
  for (let i = reading.at; i < close; i++) {
    const token = reading.tokens[i];
    if (token?.kind === 'variable') names.push(token.text);
  }
  const [value, key] = names.length > 1 ? [names[1], names[0]] : [names[0], null];
  const bind = (name: string | null | undefined, to: Value): void => {
    if (typeof name === 'string') assign(reading, { kind: 'variable', name, keys: [] }, to);
  };
  if (list.items !== null && list.items.size <= 5_000 && isPlain(reading, body)) {
    const wasQuiet = reading.quiet;
    for (const [name, item] of [...list.items]) {
      reading.rounds--;
      bind(key, { ...NOTHING, text: name });
      bind(value, item);
      run(reading, body);
      reading.quiet = true;
    }
    reading.quiet = wasQuiet;
  } else {
    bind(key, { ...NOTHING, flags: list.flags & from.request });
    bind(value, { ...NOTHING, flags: list.flags, params: list.params });
    once(reading, [], body);
  }
  finish(reading, body);
}
