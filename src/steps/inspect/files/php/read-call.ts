import { foldCall, isKnown } from './fold-call.ts';
import { fact, isOp, noteParams, type Reading, sink, take } from './reading.ts';
import { runCode } from './run-code.ts';
import { CALLERS, HIDES, SINKS } from './sinks.ts';
import { readSpecialCall } from './special-calls.ts';
import { from, NOTHING, type Routine, textValue, type Value } from './value.ts';

/** The values in brackets, which are stepped over. */
export function readArguments(reading: Reading): readonly Value[] {
  const args: Value[] = [];
  take(reading, '(');
  while (reading.at < reading.tokens.length && !isOp(reading, ')')) {
    if (take(reading, ',')) continue;
    if (isOp(reading, ';') || isOp(reading, '}')) return args;
    const before = reading.at;
    const spreads = take(reading, '...');
    const value = reading.readers.expression(reading);
    if (spreads && value.items === null) args.push(value, value);
    // A named argument.
    args.push(take(reading, ':') ? reading.readers.expression(reading) : value);
    if (reading.at === before) reading.at++;
  }
  take(reading, ')');
  return args;
}

/** Calls what a value names or is. */
export function callValue(reading: Reading, callee: Value, args: readonly Value[], at: number): Value {
  if (callee.closure !== undefined) return callRoutine(reading, callee.closure, args, at);
  if (callee.text !== null && /^[\\\w]+$/.test(callee.text)) {
    const name = plainName(callee.text);
    const secret = (callee.flags & (from.hidden | from.decoded)) !== 0;
    if (secret && !reading.routines.has(name) && !isWellKnown(name))
      return callUnknown(reading, { ...callee, flags: callee.flags | from.built }, args, at);
    if (HIDES.has(name) && (callee.flags & (from.hidden | from.decoded)) !== 0) fact(reading, 'call:hidden', at, name);
    return callNamed(reading, name, args, at);
  }
  return callUnknown(reading, callee, args, at);
}

/** A function whose name nobody can know before. What it gets is counted as given to code. */
function callUnknown(reading: Reading, callee: Value, args: readonly Value[], at: number): Value {
  const data = args.reduce((all, arg) => all | arg.flags, 0);
  if ((callee.flags & from.partly) !== 0) return textValue(null, data & from.request, 0);
  if ((callee.flags & (from.request | from.remote)) !== 0) {
    fact(reading, (data & from.request) !== 0 ? 'call:request-with-request' : 'call:request', at);
  } else if ((callee.flags & (from.decoded | from.built)) !== 0) {
    fact(reading, (data & from.request) !== 0 ? 'call:unknown-with-request' : 'call:unknown', at);
  }
  // What PHP calls by itself when an object that was sent is made or goes.
  if (/^__(?:destruct|wakeup|unserialize|tostring)$/i.test(reading.current?.name ?? '')) fact(reading, 'call:of-sent-object', at);
  noteParams(reading, 'call', callee);
  return textValue(
    null,
    data & (from.request | from.decoded | from.built | from.remote | from.file | from.card),
    args.reduce((all, arg) => all | arg.params, 0),
  );
}

function isWellKnown(name: string): boolean {
  return name === 'eval' || HIDES.has(name) || Object.hasOwn(SINKS, name) || Object.hasOwn(CALLERS, name) || isKnown(name);
}

export function plainName(name: string): string {
  return name.replace(/^\\/, '').toLowerCase();
}

/** A call by name: what it does is told, what it gives back is followed. */
export function callNamed(reading: Reading, written: string, args: readonly Value[], at: number): Value {
  const name = plainName(written);
  if (!reading.quiet) reading.called.set(name, (reading.called.get(name) ?? 0) + 1);
  const routine = reading.routines.get(name);
  if (routine !== undefined) return callRoutine(reading, routine, args, at);
  if (name === 'eval') return runCode(reading, args[0] ?? NOTHING, at, 'eval');
  const acts = Object.hasOwn(SINKS, name) ? SINKS[name] : undefined;
  if (acts !== undefined) act(reading, name, acts, args, at);
  const caller = Object.hasOwn(CALLERS, name) ? CALLERS[name] : undefined;
  const called = caller === undefined ? null : callThrough(reading, name, caller, args, at);
  return readSpecialCall(reading, name, args, at) ?? foldCall(name, args) ?? called ?? NOTHING;
}

/** A shell that waits for lines, not one command. */
const BARE_SHELL = /^\s*(?:\/(?:usr\/)?bin\/)?(?:ba|da|z|k)?sh(?:\s+-\w+)*\s*$|^(?:cmd|powershell)(?:\.exe)?$/i;

function act(reading: Reading, name: string, [kind, ...places]: readonly [string, ...number[]], args: readonly Value[], at: number): void {
  fact(reading, kind, at, name);
  const [first = NOTHING] = args;
  if (kind === 'command' && BARE_SHELL.test(first.text ?? '')) fact(reading, 'command:shell', at, name);
  if (kind === 'environment' && /^LD_(?:PRELOAD|AUDIT)=/.test(first.text ?? first.begins ?? ''))
    fact(reading, 'environment:preload', at, name);
  for (const place of places) {
    const value = args[place];
    if (value === undefined) continue;
    if (kind === 'variables' && (value.flags & from.request) !== 0) reading.scope.set('\0any', textValue(null, from.request));
    if (kind === 'code' && (value.text !== null || value.flags !== 0)) runCode(reading, value, at, name);
    else sink(reading, kind, value, at, name);
    if (name === 'mail' || name === 'wp_mail') noteMail(reading, value, place, at, name);
  }
}

function noteMail(reading: Reading, value: Value, place: number, at: number, name: string): void {
  if (place > 0) sink(reading, 'mail', value, at, name);
  else if ((value.flags & from.request) !== 0) fact(reading, 'mail:to-request', at, name);
}

/** `array_map($name, $data)` and its like are calls as well. */
export function callThrough(
  reading: Reading,
  by: string,
  [place, data]: readonly [number, number],
  args: readonly Value[],
  at: number,
): Value | null {
  const callee = args[place];
  if (callee === undefined) return null;
  const given = args.filter((_, i) => (data > place ? i >= data : i === data)).map(spread);
  if (callee.closure !== undefined) return callRoutine(reading, callee.closure, given, at);
  if (callee.text === null) {
    const known = callee.items === null ? callUnknown(reading, callee, given, at) : null;
    return known;
  }
  const name = plainName(callee.text);
  const acts = reading.routines.has(name) || Object.hasOwn(SINKS, name) || name === 'eval' || HIDES.has(name);
  if (!acts) return null;
  if (SINKS[name]?.[0] === 'code' || SINKS[name]?.[0] === 'command') fact(reading, 'call:through', at, `${by}: ${name}`);
  return callValue(reading, callee, given, at);
}

/** Lists are given entry by entry: what holds for one of them counts. */
function spread(value: Value): Value {
  if (value.items === null) return value;
  const [first] = value.items.values();
  return first === undefined ? value : { ...first, flags: first.flags | value.flags, params: first.params | value.params };
}

/** A function of the file: what its parameters end in is done with what they are here. */
export function callRoutine(reading: Reading, routine: Routine, args: readonly Value[], at: number): Value {
  const value = reading.readers.routine(reading, routine, args);
  for (const [place, kinds] of routine.sinks) {
    const arg = args[place];
    if (arg === undefined) continue;
    for (const kind of kinds) {
      if (kind === 'call') callValue(reading, arg, [], at);
      else if (kind === 'code') runCode(reading, arg, at, routine.name);
      else sink(reading, kind, arg, at, routine.name);
    }
  }
  return value;
}
