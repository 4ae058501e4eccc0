import { callRoutine, plainName } from './read-call.ts';
import { fact, type Reading, sink } from './reading.ts';
import { runCode } from './run-code.ts';
import { CARD_FIELD } from './sources.ts';
import { from, NOTHING, textValue, type Value } from './value.ts';

const REQUESTS = new Set(['getparam', 'getparams', 'getpost', 'getpostvalue', 'getquery', 'getcookie']);
const CARDS = /^get(?:cc(?:number|cid|exp\w*|owner|type|last4)|card(?:number|cvv|cvc|code))/;
const DATABASE = new Set([
  'get_var',
  'get_results',
  'get_row',
  'fetch',
  'fetchone',
  'fetchall',
  'fetchcolumn',
  'fetch_assoc',
  'fetch_array',
  'fetch_row',
  'fetch_object',
  'getone',
]);
/** Functions of the C library that start programs or load code, where PHP describes them for itself. */
const NATIVE = /\b(?:system|popen|exec[lv]p?e?|posix_spawnp?|fork|dlopen|zend_eval_string\w*|php_exec\w*)\s*\(/;
const KEEPS = new Set([
  'getiterator',
  'getarraycopy',
  'getdata',
  'toarray',
  'tojson',
  'todata',
  'getbody',
  'getpayment',
  'getadditionalinformation',
]);

/** A call on an object or a class. Those of the file are followed by name; of others it is known what they usually give. */
export function foldConstantMethod(reading: Reading, owner: Value, name: string | null, args: readonly Value[], at: number): Value {
  if (name === null) return NOTHING;
  const lower = plainName(name);
  const [first = NOTHING] = args;
  const routine = reading.routines.get(lower);
  if (routine !== undefined) return callRoutine(reading, routine, args, at);
  if (/^(?:invoke|invokeargs)$/.test(lower)) {
    if ((owner.flags & from.request) !== 0) fact(reading, 'call:request', at, name);
    if (owner.text !== null && /^(?:assert|system|exec|shell_exec|passthru)$/i.test(owner.text))
      runCodeOrCommand(reading, owner.text, first, at);
    return NOTHING;
  }
  if (lower === 'cdef' && first.text !== null && NATIVE.test(first.text)) fact(reading, 'native:commands', at, name);
  if (lower === 'loadextension') sink(reading, 'library', first, at, name);
  if (/^(?:set|add)_role$/.test(lower) && first.text === 'administrator') fact(reading, 'account:administrator', at, name);
  if (REQUESTS.has(lower)) return requested(first, lower);
  if (CARDS.test(lower)) return textValue(null, from.card);
  if (lower === 'getdata' && first.text !== null && CARD_FIELD.test(first.text)) return textValue(null, from.card);
  if (DATABASE.has(lower)) return textValue(null, from.database);
  if (lower === 'getpassword' || lower === 'getpasswordhash') return textValue(null, from.secret);
  return KEEPS.has(lower) ? textValue(null, owner.flags, owner.params) : NOTHING;
}

function requested(key: Value, method: string): Value {
  const whole = key.text === null && method !== 'getcookie' ? from.wholeRequest : 0;
  return textValue(null, from.request | whole | (key.text !== null && CARD_FIELD.test(key.text) ? from.card : 0));
}

function runCodeOrCommand(reading: Reading, name: string, data: Value, at: number): void {
  if (name.toLowerCase() === 'assert') runCode(reading, data, at, name);
  else sink(reading, 'command', data, at, name);
}
