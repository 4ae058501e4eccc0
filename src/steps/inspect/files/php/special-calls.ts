import { noteMade } from './closures.ts';
import { noteWrite } from './file-calls.ts';
import { fact, type Reading, sink } from './reading.ts';
import { runCode } from './run-code.ts';
import { CARD_FIELD, MADE_FILE, serverEntry } from './sources.ts';
import { from, NOTHING, textValue, type Value } from './value.ts';

type Special = (reading: Reading, args: readonly Value[], at: number, name: string) => Value | null;

const request = (): Value => textValue(null, from.request);
const fromDatabase = (): Value => textValue(null, from.database);
const flagsOf = (args: readonly Value[]): number => args.reduce((all, arg) => all | arg.flags, 0);
const paramsOf = (args: readonly Value[]): number => args.reduce((all, arg) => all | arg.params, 0);

/** `/…/e`: what is put in is run. */
const replaces: Special = (reading, [pattern = NOTHING, put = NOTHING, subject = NOTHING], at, name) => {
  const text = pattern.text ?? '';
  const close =
    ({ '(': ')', '[': ']', '{': '}', '<': '>' } as Record<string, string>)[text.trimStart()[0] ?? ''] ?? text.trimStart()[0] ?? '/';
  const modifiers = /^[\w\s]*$/.exec(text.slice(text.lastIndexOf(close) + 1))?.[0] ?? '';
  if (pattern.text !== null && text.length > 2 && modifiers.includes('e')) {
    fact(reading, 'code:pattern', at, name);
    runCode(reading, put, at, name);
    if ((subject.flags & from.request) !== 0) fact(reading, 'code:request', at, name);
  }
  const inPicture = from.file | from.decoded;
  if ((pattern.flags & inPicture) === inPicture && (put.flags & inPicture) === inPicture)
    fact(reading, 'code:pattern-in-picture', at, name);
  if ((pattern.flags & from.request) !== 0 && (put.flags & from.request) !== 0) fact(reading, 'code:pattern-request', at, name);
  return textValue(null, flagsOf([put, subject]), paramsOf([put, subject]));
};

const digests: Special = (_reading, args) => textValue(null, (flagsOf(args) & from.request) !== 0 ? from.hashed : 0, 0);

/** Compares what somebody sent with a pattern that names card fields. */
const searches: Special = (reading, [pattern = NOTHING, subject = NOTHING], at) => {
  if (pattern.text !== null && CARD_FIELD.test(pattern.text) && (subject.flags & from.wholeRequest) !== 0) fact(reading, 'search:card', at);
  return NOTHING;
};

const filters: Special = (reading, [value = NOTHING, , options = NOTHING], at, name) => {
  const callee = options.items?.get('options')?.text ?? null;
  if (callee !== null && /^(?:assert|system|exec|passthru|shell_exec)$/i.test(callee)) {
    if (callee.toLowerCase() === 'assert') runCode(reading, value, at, name);
    else sink(reading, 'command', value, at, name);
  }
  return textValue(null, value.flags, value.params);
};

const defines: Special = (reading, [name = NOTHING, value = NOTHING]) => {
  if (name.text !== null) reading.constants.set(name.text, value);
  return NOTHING;
};

const account: Special = (reading, args, at, name) => {
  const [first = NOTHING, password = NOTHING] = args;
  const items = first.items;
  const word = items === null ? password : (items.get('user_pass') ?? NOTHING);
  const role = items?.get('role')?.text ?? '';
  if (word.text !== null && word.text !== '') fact(reading, 'account:fixed-password', at, name);
  if (/administrator/i.test(role)) fact(reading, 'account:administrator', at, name);
  if ((word.flags & from.request) !== 0) fact(reading, 'account:request', at, name);
  return NOTHING;
};

const note =
  (factName: string): Special =>
  (reading, _args, at, name) => {
    fact(reading, factName, at, name);
    return null;
  };

const signsIn: Special = (reading, [user = NOTHING], at, name) => {
  fact(reading, 'sign-in', at, name);
  if ((user.flags & from.request) !== 0) fact(reading, 'sign-in:request', at, name);
  if (user.text === '1') fact(reading, 'sign-in:first-user', at, name);
  return NOTHING;
};

const fromHandle: Special = (_reading, [handle = NOTHING]) => textValue(null, handle.flags & (from.remote | from.request) || from.file);

const constant: Special = (reading, [name = NOTHING]) => (name.text === null ? NOTHING : (reading.constants.get(name.text) ?? NOTHING));

const runsRemote: Special = (reading, args, at) => {
  const [handle = NOTHING] = args;
  if ((handle.flags & (from.card | from.wholeRequest)) !== 0)
    sink(reading, 'send', { ...handle, flags: handle.flags & (from.card | from.wholeRequest) }, at, 'curl_exec');
  return textValue(null, from.remote);
};

const SPECIAL: Readonly<Record<string, Special>> = {
  preg_replace: replaces,
  preg_filter: replaces,
  mb_ereg_replace: (reading, args, at, name) => {
    if ((args[3]?.text ?? '').includes('e')) {
      fact(reading, 'code:pattern', at, name);
      runCode(reading, args[1] ?? NOTHING, at, name);
    }
    return textValue(null, flagsOf(args), paramsOf(args));
  },
  preg_match: searches,
  preg_match_all: searches,
  stripos: (reading, [subject = NOTHING, word = NOTHING], at, name) => searches(reading, [word, subject], at, name),
  strpos: (reading, [subject = NOTHING, word = NOTHING], at, name) => searches(reading, [word, subject], at, name),
  md5: digests,
  sha1: digests,
  hash: (reading, [, value = NOTHING], at, name) => digests(reading, [value], at, name),
  crc32: digests,
  crypt: digests,
  password_verify: (reading, [sent = NOTHING, kept = NOTHING], at) => {
    if ((sent.flags & from.request) !== 0 && kept.text !== null) fact(reading, 'gate:digest', at);
    return NOTHING;
  },
  filter_var: filters,
  filter_var_array: filters,
  filter_input: (_reading, [, key = NOTHING]) =>
    textValue(null, from.request | (key.text !== null && CARD_FIELD.test(key.text) ? from.card : 0)),
  create_function: noteMade,
  getenv: (_reading, [name = NOTHING]) => serverEntry(name.text),
  getallheaders: request,
  apache_request_headers: request,
  get_defined_vars: () => NOTHING,
  define: defines,
  constant,
  curl_exec: runsRemote,
  get_option: fromDatabase,
  get_transient: fromDatabase,
  get_post_meta: fromDatabase,
  mysql_fetch_assoc: fromDatabase,
  mysql_fetch_array: fromDatabase,
  mysql_result: fromDatabase,
  mysqli_fetch_assoc: fromDatabase,
  wp_remote_retrieve_body: () => textValue(null, from.remote),
  wp_remote_get: () => textValue(null, from.remote),
  wp_create_user: account,
  wp_insert_user: account,
  wp_set_auth_cookie: signsIn,
  wp_set_current_user: signsIn,
  error_reporting: (reading, [level = NOTHING], at) => {
    if (level.text === '0') fact(reading, 'quiet', at, 'error_reporting');
    return NOTHING;
  },
  set_time_limit: (reading, [seconds = NOTHING], at) => {
    if (seconds.text === '0') fact(reading, 'endless', at);
    return NOTHING;
  },
  ignore_user_abort: note('endless'),
  file_put_contents: noteWrite,
  fwrite: noteWrite,
  fputs: noteWrite,
  move_uploaded_file: noteWrite,
  copy: noteWrite,
  fopen: noteWrite,
  rename: noteWrite,
  symlink: noteWrite,
  touch: noteWrite,
  file_get_contents: noteWrite,
  readfile: noteWrite,
  file: noteWrite,
  fgets: fromHandle,
  fread: fromHandle,
  stream_get_contents: fromHandle,
  tmpfile: () => ({ ...NOTHING, items: new Map([['path', TEMPORARY]]) }),
  tempnam: () => TEMPORARY,
  stream_get_meta_data: (_reading, [handle = NOTHING]) => ({ ...handle, items: new Map([['uri', handle.items?.get('path') ?? NOTHING]]) }),
  unserialize: (...given) => makesAgain(...given),
  stream_wrapper_register: (...given) => registers(...given),
  exif_read_data: () => textValue(null, from.file | from.decoded),
  mysql_connect: (reading, args, at, name) => database(reading, args, at, name),
  mysqli_connect: (reading, args, at, name) => database(reading, args, at, name),
};

/** A file for the moment: only that it lies there is known. */
const TEMPORARY = textValue(MADE_FILE);

const makesAgain: Special = (reading, [sent = NOTHING, options = NOTHING], at, name) => {
  if (options.items?.has('allowed_classes') !== true) sink(reading, 'unserialize', sent, at, name);
  return textValue(null, sent.flags & ~from.hidden, sent.params);
};

const registers: Special = (reading, [scheme = NOTHING]) => {
  if (scheme.text !== null) reading.wrappers.add(scheme.text.toLowerCase());
  return NOTHING;
};

function database(reading: Reading, args: readonly Value[], at: number, name: string): Value {
  if ((flagsOf(args.slice(0, 3)) & from.request) !== 0) fact(reading, 'database:request', at, name);
  return NOTHING;
}

/** Functions of PHP and of platforms that mean something here; null for all others. */
export function readSpecialCall(reading: Reading, name: string, args: readonly Value[], at: number): Value | null {
  const special = Object.hasOwn(SPECIAL, name) ? SPECIAL[name] : undefined;
  return special === undefined ? null : special(reading, args, at, name);
}
