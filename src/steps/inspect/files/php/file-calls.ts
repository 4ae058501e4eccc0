import { fact, noteParams, type Reading, sink } from './reading.ts';
import { readWritten } from './run-code.ts';
import { from, NOTHING, textValue, type Value } from './value.ts';

const PHP_FILE = /\.(?:php\d?|phtml|phar|pht|inc)$/i;
const PICTURE = /\.(?:jpe?g|png|gif|ico|webp|bmp|svg|css|woff2?)$/i;
/** Settings by which other files run as programs. */
const RUNS_MORE = /auto_(?:prepend|append)_file|(?:Set|Add)Handler|AddType\s+application\/x-httpd-php/i;
const REMOTE = /^(?:https?|ftps?):\/\//i;

/** Functions that read and write files. `fopen` gives the value of its path, so that what is written later is known to go there. */
export function noteWrite(reading: Reading, args: readonly Value[], at: number, name: string): Value {
  const [first = NOTHING, second = NOTHING] = args;
  switch (name) {
    case 'file_get_contents':
    case 'readfile':
    case 'file':
      return read(reading, first, second, args[2] ?? NOTHING, at, name);
    case 'fopen':
      return opened(reading, first, second, at);
    case 'file_put_contents':
    case 'fwrite':
    case 'fputs':
      written(reading, first, second, at, name);
      return NOTHING;
    case 'touch':
      if (args.length > 1) fact(reading, 'time:forged', at);
      return NOTHING;
    case 'symlink':
      if (first.text === '/' || first.text?.startsWith('/etc')) fact(reading, 'link:root', at);
      return NOTHING;
    default:
      moved(reading, first, second, at, name);
      return NOTHING;
  }
}

function read(reading: Reading, path: Value, ...[second, third, at, name]: readonly [Value, Value, number, string]): Value {
  const text = path.text ?? path.begins ?? '';
  if (text === 'php://input') return textValue(null, from.request | from.wholeRequest);
  const sent = (path.flags | second.flags | third.flags) & (from.card | from.wholeRequest | from.secret);
  if (REMOTE.test(text) || (path.flags & from.remote) !== 0) return remote(reading, path, sent, at, name);
  if (sent !== 0 && (path.flags & from.card) !== 0) sink(reading, 'send', { ...path, flags: sent }, at, name);
  if ((path.flags & from.request) !== 0) fact(reading, 'read:request', at, name);
  noteParams(reading, 'read', path);
  return textValue(null, from.file | (path.flags & (from.decoded | from.hidden | from.card)), 0);
}

function remote(reading: Reading, path: Value, sent: number, at: number, name: string): Value {
  if (sent !== 0) sink(reading, 'send', { ...path, flags: sent }, at, name);
  if ((path.flags & (from.decoded | from.built)) !== 0) fact(reading, 'fetch:hidden', at, name);
  fact(reading, 'fetch', at, name);
  return textValue(null, from.remote);
}

/** Handles are values of their own kind: the path as the only entry. */
function opened(reading: Reading, path: Value, mode: Value, at: number): Value {
  const text = path.text ?? path.begins ?? '';
  if (text === 'php://input') return textValue(null, from.request | from.wholeRequest);
  if (REMOTE.test(text)) return remote(reading, path, path.flags & (from.card | from.wholeRequest), at, 'fopen');
  if (/[wax+]/.test(mode.text ?? '')) noteParams(reading, 'write-path', path);
  return { text: null, items: new Map([['path', path]]), flags: path.flags & from.upload ? from.file : 0, params: path.params };
}

function written(reading: Reading, target: Value, data: Value, at: number, name: string): void {
  const path = target.items?.get('path') ?? target;
  const text = path.text ?? path.ends ?? '';
  const php = PHP_FILE.test(text) || /\.htaccess$|\.user\.ini$/.test(text);
  if (text === 'php://output' || text === 'php://stdout' || text === 'php://stderr') return;
  if (php) sink(reading, 'write-php', data, at, name);
  else sink(reading, 'write', data, at, name);
  if (/(?:^|\/)(?:\.htaccess|\.user\.ini|php\.ini)$/.test(text) && RUNS_MORE.test(data.text ?? data.begins ?? ''))
    fact(reading, 'write:prepend', at, name);
  // A program that writes a program: what that one does is what this one does.
  if (php && data.text !== null && data.text.length < 100_000 && /<\?(?:php\b|=)/i.test(data.text)) readWritten(reading, data.text, at);
  if (PICTURE.test(text)) sink(reading, 'write-picture', data, at, name);
  if ((data.flags & from.decoded) !== 0 && data.text !== null && /<\?(?:php|=)/i.test(data.text)) fact(reading, 'write:code', at, name);
  if ((path.flags & from.request) !== 0) {
    fact(reading, 'write:path-request', at, name);
    if ((data.flags & (from.request | from.remote)) !== 0) fact(reading, 'write:all-request', at, name);
  }
  if (data.items !== null) sink(reading, php ? 'write-php' : 'write', data, at, name);
}

function moved(reading: Reading, source: Value, target: Value, at: number, name: string): void {
  const uploaded = (source.flags & from.upload) !== 0;
  if (name === 'move_uploaded_file' || (uploaded && name === 'copy')) {
    const named = (target.text !== null || (target.flags & from.partly) !== 0) && target.params === 0;
    const chosen = (target.flags & (from.upload | from.request)) !== 0;
    // A name that this file makes up is not the sender's.
    fact(reading, named && !chosen ? 'upload:named-here' : 'upload', at, name);
    if ((target.flags & (from.upload | from.request)) !== 0) fact(reading, 'upload:own-name', at, name);
    if (PHP_FILE.test(target.text ?? target.ends ?? '')) fact(reading, 'upload:php', at, name);
  }
  if (name === 'copy' && REMOTE.test(source.text ?? source.begins ?? '')) {
    fact(reading, PHP_FILE.test(target.text ?? target.ends ?? '') ? 'write-php:remote' : 'write:remote', at, name);
  }
  if (name === 'copy' && (source.flags & from.request) !== 0 && (target.flags & from.request) !== 0)
    fact(reading, 'write:all-request', at, name);
}
