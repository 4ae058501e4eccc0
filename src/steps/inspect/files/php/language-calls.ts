import { noteClosure } from './closures.ts';
import { readListInto } from './lists.ts';
import type { Place } from './place.ts';
import { callRoutine, callThrough, readArguments } from './read-call.ts';
import { fact, isOp, peek, type Reading, sink, take } from './reading.ts';
import { runCode } from './run-code.ts';
import { CALLING_CLASSES } from './sinks.ts';
import { MADE_FILE } from './sources.ts';
import { from, NOTHING, textValue, type Value } from './value.ts';

const INCLUDES = new Set(['include', 'include_once', 'require', 'require_once']);

/** Words of the language that look like functions; null for every other name. Stands behind the word. */
export function readLanguageCall(reading: Reading, word: string, at: number, place: Place): Value | null {
  if (word === 'eval' && isOp(reading, '(')) return runCode(reading, reading.readers.expression(reading, 20), at, 'eval');
  if (INCLUDES.has(word)) return readInclude(reading, word, at);
  if ((word === 'array' || word === 'list') && take(reading, '(')) return readListInto(reading, ')', place);
  if (word === 'isset' || word === 'empty') {
    reading.readers.expression(reading, 20);
    skipRest(reading);
    return NOTHING;
  }
  if (word === 'die' || word === 'exit') {
    if (isOp(reading, '(')) reading.readers.expression(reading, 20);
    return NOTHING;
  }
  if (word === 'print' || word === 'clone' || word === 'throw' || word === 'yield' || word === 'await')
    return reading.readers.expression(reading, 4);
  if (word === 'static' && (peek(reading).text === 'function' || peek(reading).text === 'fn')) {
    reading.at++;
    return noteClosure(reading, peek(reading, -1).text === 'fn');
  }
  return word === 'new' ? readNew(reading, at) : null;
}

/** `isset($a, $b)`: whatever stands behind the first. */
function skipRest(reading: Reading): void {
  while (take(reading, ',')) reading.readers.expression(reading);
  take(reading, ')');
}

/** What is included: a picture, an address, what was sent, a name in pieces. */
function readInclude(reading: Reading, word: string, at: number): Value {
  const value = reading.readers.expression(reading, 4);
  const name = value.text ?? value.ends ?? '';
  const start = value.text ?? value.begins ?? '';
  sink(reading, 'include', { ...value, flags: value.flags & ~from.hidden }, at, word);
  if (/\.(?:ico|png|jpe?g|gif|webp|svg|bmp|css|woff2?|ttf|zip|mp3|mp4|pdf)$/i.test(name))
    fact(reading, 'include:not-code', at, name.slice(-60));
  else if ((value.text === null ? /\/\.[^./][^/]*$/ : /(?:^|\/)\.[^./][^/]*$/).test(name))
    fact(reading, 'include:dot-file', at, name.slice(-60));
  if (/^(?:php:\/\/(?:input|filter)|https?:|ftp:|expect:)/i.test(start)) fact(reading, 'include:stream', at, start.slice(0, 60));
  else if (isPharInPicture(start, name)) fact(reading, 'include:not-code', at, name.slice(-60));
  else if (/^data:/i.test(start)) {
    fact(
      reading,
      value.text !== null || value.flags & (from.request | from.decoded | from.file | from.remote) ? 'include:stream' : 'include:data',
      at,
    );
  }
  const scheme = /^([a-z][\w.+-]*):\/\//i.exec(start)?.[1]?.toLowerCase();
  const holdsRequest = [...reading.globals].some(([name, held]) => name.startsWith('->') && (held.flags & from.request) !== 0);
  if (scheme !== undefined && holdsRequest && reading.wrappers.has(scheme)) fact(reading, 'include:own-stream', at, start.slice(0, 60));
  if (start === MADE_FILE) fact(reading, 'include:made-file', at);
  if (/^\/(?:tmp|dev\/shm|var\/tmp)\//.test(start)) fact(reading, 'include:temporary', at, start.slice(0, 60));
  return textValue(null);
}

/** An archive of programs under the name of a picture. */
function isPharInPicture(start: string, name: string): boolean {
  return /^phar:\/\//i.test(start) && /\.(?:jpe?g|png|gif|ico|webp|bmp|css|txt|pdf)(?:\/|$)/i.test(`${start} ${name}`);
}

function readNew(reading: Reading, at: number): Value {
  const token = peek(reading);
  if (token.kind === 'name') {
    reading.at++;
    const name = token.text.replace(/^\\/, '').toLowerCase();
    const before = reading.at;
    const list = isOp(reading, '(') ? readArguments(reading) : [];
    const [args = NOTHING] = list;
    const made = reading.routines.get(`${name}::__construct`);
    if (made !== undefined) callRoutine(reading, made, list, at);
    if (name === 'reflectionfunction') {
      sink(reading, 'call-by-reflection', args, at, token.text);
      return { ...args, flags: args.flags };
    }
    const caller = Object.hasOwn(CALLING_CLASSES, name) ? CALLING_CLASSES[name] : undefined;
    if (caller !== undefined) callThrough(reading, token.text, caller, list, at);
    if (name === 'arrayobject' || name === 'arrayiterator') return args;
    if (name === 'class') reading.at = before;
    return textValue(null, args.flags & (from.card | from.wholeRequest), args.params);
  }
  const value = reading.readers.expression(reading, 20);
  return textValue(null, 0, value.params);
}
