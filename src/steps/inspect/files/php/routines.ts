import { parameterNames } from './closures.ts';
import { closing, type Reading } from './reading.ts';
import type { Token } from './token.ts';
import { either, from, NOTHING, type Routine, textValue, type Value } from './value.ts';

const CALLS_DEEP = 5;

/** Notes every function and method with a name, so that calls before it are followed too. */
export function noteRoutines(reading: Reading, tokens: readonly Token[]): void {
  let around = '';
  for (let i = 0; i < tokens.length - 1; i++) {
    const token = tokens[i];
    if (token?.kind !== 'name') continue;
    if (token.text.toLowerCase() === 'class' && tokens[i + 1]?.kind === 'name') around = (tokens[i + 1]?.text ?? '').toLowerCase();
    if (token.text.toLowerCase() !== 'function') continue;
    const named = tokens[i + 1]?.text === '&' ? i + 2 : i + 1;
    const name = tokens[named];
    if (name?.kind !== 'name' || tokens[named + 1]?.text !== '(') continue;
    const close = closing(tokens, named + 1, '(', ')');
    let body = close;
    while (body < tokens.length && !(tokens[body]?.kind === 'op' && /^[{;]$/.test(tokens[body]?.text ?? ''))) body++;
    if (tokens[body]?.text !== '{') continue;
    const end = closing(tokens, body, '{', '}');
    const params = parameterNames(tokens, named + 1, close);
    const routine: Routine = { name: name.text, tokens, params, start: body + 1, end, sinks: new Map(), returned: null, state: 'new' };
    const key = name.text.toLowerCase();
    reading.routines.set(key, routine);
    if (key === '__construct') reading.routines.set(`${around}::__construct`, routine);
  }
}

/**
 * What a function gives back. Its body is read once with parameters that nobody knows, so that it is known where they end;
 * again, silently, when texts go in: many shells carry a decoder of their own.
 */
export function readRoutine(reading: Reading, routine: Routine, args: readonly Value[]): Value {
  if (routine.state === 'new') {
    routine.state = 'reading';
    const params = routine.params.map((_, i) => textValue(null, 0, i < 30 ? 1 << i : 0));
    routine.returned = within(reading, routine, params, routine, reading.quiet);
    routine.state = 'read';
  }
  if (routine.state === 'reading' || args.length === 0) return routine.returned ?? NOTHING;
  const known = args.every((arg) => arg.text !== null || arg.items !== null);
  if (known && reading.calls-- > 0 && reading.depth < 60 && routine.end - routine.start < 400 && callsDeep(reading) < CALLS_DEEP) {
    const value = within(reading, routine, args, null, true);
    if (value.text !== null)
      return { ...value, flags: value.flags | args.reduce((all, arg) => all | (arg.flags & (from.decoded | from.hidden)), 0) };
  }
  // Properties are filled with what is given: for that the body is read again, silently.
  if (routine.name === '__construct' && args.some((arg) => arg.flags !== 0)) within(reading, routine, args, null, true);
  return passedOn(routine, args);
}

/** Without the text: what of the arguments comes out again, and what the function does to it. */
function passedOn(routine: Routine, args: readonly Value[]): Value {
  const out = routine.returned ?? NOTHING;
  let { flags } = out;
  let params = 0;
  args.forEach((arg, i) => {
    if (i < 30 && (out.params & (1 << i)) !== 0) {
      flags |= arg.flags;
      params |= arg.params;
    }
  });
  return textValue(out.params === 0 ? out.text : null, flags, params);
}

const deep = new WeakMap<Reading, number>();

function callsDeep(reading: Reading): number {
  return deep.get(reading) ?? 0;
}

function within(reading: Reading, routine: Routine, args: readonly Value[], current: Routine | null, quiet: boolean): Value {
  const { tokens, at, scope, current: before, quiet: wasQuiet } = reading;
  const own = new Map<string, Value>(routine.used ?? []);
  own.set('\0return', NOTHING);
  routine.params.forEach((name, i) => {
    own.set(name, args[i] ?? NOTHING);
  });
  deep.set(reading, callsDeep(reading) + 1);
  reading.tokens = routine.tokens;
  reading.at = routine.start;
  reading.scope = own;
  reading.current = current;
  reading.quiet = quiet;
  reading.readers.statements(reading, routine.end);
  reading.tokens = tokens;
  reading.at = at;
  reading.scope = scope;
  reading.current = before;
  reading.quiet = wasQuiet;
  deep.set(reading, callsDeep(reading) - 1);
  return own.get('\0return') ?? NOTHING;
}

/** `return …`: one of all that may be given back. */
export function noteReturn(reading: Reading, value: Value): void {
  const known = reading.scope.get('\0return');
  if (known !== undefined) reading.scope.set('\0return', known === NOTHING ? value : either(known, value));
}
