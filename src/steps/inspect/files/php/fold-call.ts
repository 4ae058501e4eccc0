import * as decode from './decoders.ts';
import { from, listValue, NOTHING, textValue, type Value } from './value.ts';

type Fold = (...texts: readonly string[]) => string | null;
interface Known {
  readonly fold: Fold;
  /** What the result is, beside what its arguments are. */
  readonly adds?: number;
}

const decoder = (fold: Fold): Known => ({ fold, adds: from.decoded });
const plain = (fold: Fold): Known => ({ fold });
const number = (text: string | undefined): number => Math.trunc(Number(text ?? 0)) || 0;

function substr(text: string, start = '0', length?: string): string {
  const begin = number(start) < 0 ? Math.max(0, text.length + number(start)) : number(start);
  if (length === undefined || length === '') return text.slice(begin);
  const count = number(length);
  return count < 0 ? text.slice(begin, count) : text.slice(begin, begin + count);
}

function translate(text: string, a: string, b: string): string {
  return text.replace(/[\s\S]/g, (char) => {
    const at = a.lastIndexOf(char);
    return at === -1 || at >= b.length ? char : (b[at] ?? char);
  });
}

function pack(format: string, text = ''): string | null {
  if (/^H/i.test(format)) return decode.unhex(text.length % 2 ? text.slice(0, -1) : text);
  return /^[Ca]/.test(format) ? (format[0] === 'C' ? String.fromCharCode(number(text) & 255) : text) : null;
}

function sprintf(format: string, ...values: readonly string[]): string | null {
  let next = 0;
  return format.replace(/%(?:(\d+)\$)?([scdxX%])/g, (_, place: string | undefined, kind: string) => {
    if (kind === '%') return '%';
    const value = values[place === undefined ? next++ : Number(place) - 1] ?? '';
    if (kind === 'c') return String.fromCharCode(number(value) & 255);
    return kind === 's' ? value : kind === 'd' ? String(number(value)) : number(value).toString(16);
  });
}

/** Functions of texts that can be followed. Everything else is not. */
const KNOWN: Readonly<Record<string, Known>> = {
  base64_decode: decoder((text) => decode.base64(text ?? '')),
  gzinflate: decoder((text) => decode.inflate(text ?? '')),
  gzuncompress: decoder((text) => decode.unzlib(text ?? '')),
  gzdecode: decoder((text) => decode.gunzip(text ?? '')),
  zlib_decode: decoder((text = '') => decode.gunzip(text) ?? decode.unzlib(text) ?? decode.inflate(text)),
  hex2bin: decoder((text) => decode.unhex(text ?? '')),
  convert_uudecode: decoder((text) => decode.uudecode(text ?? '')),
  str_rot13: decoder((text) => decode.rot13(text ?? '')),
  strrev: decoder((text) => decode.reverse(text ?? '')),
  pack: decoder((format, text) => pack(format ?? '', text)),
  urldecode: plain((text) => decode.percent(text ?? '', true)),
  rawurldecode: plain((text) => decode.percent(text ?? '', false)),
  html_entity_decode: plain((text) => decode.entities(text ?? '')),
  htmlspecialchars_decode: plain((text) => decode.entities(text ?? '')),
  base64_encode: plain((text) => Buffer.from(text ?? '', 'latin1').toString('base64')),
  bin2hex: plain((text) => Buffer.from(text ?? '', 'latin1').toString('hex')),
  chr: { fold: (text) => String.fromCharCode(((number(text) % 256) + 256) % 256), adds: from.hidden },
  ord: plain((text) => String((text ?? '').charCodeAt(0) || 0)),
  hexdec: plain((text) => String(Number.parseInt(text ?? '0', 16) || 0)),
  octdec: plain((text) => String(Number.parseInt(text ?? '0', 8) || 0)),
  bindec: plain((text) => String(Number.parseInt(text ?? '0', 2) || 0)),
  intval: plain((text) => String(number(text))),
  strtolower: plain((text) => (text ?? '').toLowerCase()),
  strtoupper: plain((text) => (text ?? '').toUpperCase()),
  ucfirst: plain((text) => (text ?? '').replace(/^[a-z]/, (letter) => letter.toUpperCase())),
  lcfirst: plain((text) => (text ?? '').replace(/^[A-Z]/, (letter) => letter.toLowerCase())),
  trim: plain((text) => (text ?? '').trim()),
  ltrim: plain((text, chars) => (chars === undefined ? (text ?? '').trimStart() : null)),
  rtrim: plain((text, chars) => (chars === undefined ? (text ?? '').trimEnd() : null)),
  stripslashes: plain((text) => (text ?? '').replace(/\\([\s\S])/g, '$1')),
  strval: plain((text) => text ?? ''),
  nl2br: plain((text) => text ?? ''),
  substr: plain((text, start, length) => substr(text ?? '', start, length)),
  mb_substr: plain((text, start, length) => substr(text ?? '', start, length)),
  str_repeat: plain((text, times) =>
    (text ?? '').length * number(times) > 1 << 20 ? null : (text ?? '').repeat(Math.max(0, number(times))),
  ),
  str_replace: { fold: (a, b, text) => (text ?? '').replaceAll(a || '\0\0', () => b ?? ''), adds: from.hidden },
  str_ireplace: { fold: (a, b, text) => (text ?? '').replaceAll(a || '\0\0', () => b ?? ''), adds: from.hidden },
  strtr: { fold: (text, a, b) => (b === undefined ? null : translate(text ?? '', a ?? '', b)), adds: from.hidden },
  strlen: plain((text) => String((text ?? '').length)),
  mb_strlen: plain((text) => String((text ?? '').length)),
  floor: plain((text) => String(Math.floor(Number(text)) || 0)),
  intdiv: plain((a, b) => String(Math.trunc(Number(a) / (Number(b) || 1)) || 0)),
  sprintf: { fold: (format, ...values) => sprintf(format ?? '', ...values), adds: from.hidden },
  dirname: plain((text) => (text ?? '').replace(/\/[^/]*$/, '')),
  basename: plain((text) => (text ?? '').replace(/^.*\//, '')),
  mb_convert_encoding: plain((text) => text ?? ''),
  iconv: plain((_a, _b, text) => text ?? ''),
  json_encode: plain(() => null),
  serialize: plain(() => null),
  http_build_query: plain(() => null),
  print_r: plain(() => null),
  var_export: plain(() => null),
  json_decode: plain(() => null),
  unserialize: plain(() => null),
  preg_replace: plain(() => null),
  substr_replace: plain(() => null),
  openssl_decrypt: { fold: () => null, adds: from.decoded },
  mcrypt_decrypt: { fold: () => null, adds: from.decoded },
  openssl_encrypt: plain(() => null),
  openssl_public_encrypt: plain(() => null),
  addslashes: plain((text) => text ?? ''),
  urlencode: plain(() => null),
  rawurlencode: plain(() => null),
  array_pop: plain(() => null),
  array_shift: plain(() => null),
  array_values: plain(() => null),
  array_merge: plain(() => null),
  array_filter: plain(() => null),
  current: plain(() => null),
  reset: plain(() => null),
  end: plain(() => null),
  next: plain(() => null),
  key: plain(() => null),
  each: plain(() => null),
  array_keys: plain(() => null),
  array_slice: plain(() => null),
  str_split: plain(() => null),
  explode: plain(() => null),
  implode: plain(() => null),
  preg_split: plain(() => null),
};

const FOLDED_LISTS = new Set([
  'implode',
  'join',
  'explode',
  'str_split',
  'array_reverse',
  'range',
  'array_map',
  'str_replace',
  'strtr',
  'current',
  'reset',
  'end',
  'count',
  'sizeof',
]);

/** Whether this function only turns its texts into others, so that what went in comes out. */
export function isKnown(name: string): boolean {
  return Object.hasOwn(KNOWN, name) || FOLDED_LISTS.has(name);
}

/** What a function of PHP gives back for these arguments; null when nothing is known of it. Pure and bounded. */
export function foldCall(name: string, args: readonly Value[]): Value | null {
  const list = FOLDED_LISTS.has(name) ? foldList(name, args) : null;
  if (list !== null) return list;
  const known = Object.hasOwn(KNOWN, name) ? KNOWN[name] : undefined;
  if (known === undefined) return null;
  const flags = args.reduce((all, arg) => all | arg.flags, 0) | (known.adds ?? 0);
  const params = args.reduce((all, arg) => all | arg.params, 0);
  const texts = args.map((arg) => arg.text);
  const all = texts.every((text) => text !== null);
  // A character that is computed, as loops that decode do it.
  const built = name === 'chr' && !all ? from.built : 0;
  return textValue(all ? known.fold(...(texts as string[])) : null, flags | built, params);
}

const indexed = (values: readonly Value[]): Value => listValue(new Map(values.map((value, i) => [String(i), value])));

function foldList(name: string, args: readonly Value[]): Value | null {
  const [first = NOTHING, second = NOTHING, third = NOTHING] = args;
  if (name === 'count' || name === 'sizeof') return textValue(first.items === null ? null : String(first.items.size));
  const flags = args.reduce((all, arg) => all | arg.flags, 0);
  const params = args.reduce((all, arg) => all | arg.params, 0);
  if (name === 'implode' || name === 'join') return foldImplode(args, flags, params);
  if (name === 'explode' && first.text && second.text !== null && second.text.length < 1 << 20) {
    return indexed(
      second.text
        .split(first.text)
        .slice(0, 20_000)
        .map((text) => textValue(text, flags, params)),
    );
  }
  if (name === 'str_split' && first.text !== null && first.text.length < 1 << 16) {
    const size = Math.max(1, number(second.text ?? '1'));
    const cut = first.text.match(new RegExp(`[\\s\\S]{1,${Math.min(size, 60_000)}}`, 'g')) ?? [];
    return indexed(cut.map((text) => textValue(text, flags, params)));
  }
  if (name === 'array_reverse' && first.items !== null) return indexed([...first.items.values()].reverse());
  if (name === 'range') return foldRange(first.text, second.text);
  if ((name === 'current' || name === 'reset') && first.items !== null) return [...first.items.values()][0] ?? NOTHING;
  if (name === 'end' && first.items !== null) return [...first.items.values()].at(-1) ?? NOTHING;
  if (name === 'array_map' && first.text !== null && second.items !== null && second.items.size < 20_000) {
    const mapped = [...second.items.values()].map((item) => foldCall(first.text?.toLowerCase() ?? '', [item]) ?? NOTHING);
    return indexed(mapped);
  }
  if (name === 'str_replace') return foldReplace(first, second, third, flags, params);
  if (name === 'strtr' && first.text !== null && second.items !== null) {
    let text = first.text;
    const pairs = [...second.items].filter(([key, value]) => key !== '' && value.text !== null).sort((a, b) => b[0].length - a[0].length);
    const table = new Map(pairs.map(([key, value]) => [key, value.text ?? '']));
    if (table.size > 0 && table.size < 1_000) {
      const any = new RegExp(pairs.map(([key]) => key.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')).join('|'), 'g');
      text = text.replace(any, (key) => table.get(key) ?? key);
    }
    return textValue(text, flags | from.hidden, params);
  }
  return null;
}

function foldImplode(args: readonly Value[], flags: number, params: number): Value {
  const list = args.find((arg) => arg.items !== null);
  const glue = args.length < 2 ? '' : (args.find((arg) => arg.text !== null)?.text ?? '');
  const texts = list?.items ? [...list.items.values()].map((item) => item.text) : [null];
  return textValue(texts.every((text) => text !== null) ? texts.join(glue) : null, flags | from.hidden, params);
}

function foldRange(a: string | null, b: string | null): Value | null {
  if (a === null || b === null) return null;
  const letters = !/^\d/.test(a);
  const low = letters ? a.charCodeAt(0) : number(a);
  const high = letters ? b.charCodeAt(0) : number(b);
  if (!(high >= low && high - low < 300)) return null;
  return indexed(Array.from({ length: high - low + 1 }, (_, i) => textValue(letters ? String.fromCharCode(low + i) : String(low + i))));
}

function foldReplace(search: Value, put: Value, subject: Value, flags: number, params: number): Value | null {
  if (search.items === null || subject.text === null) return null;
  let text = subject.text;
  [...search.items.values()].slice(0, 500).forEach((item, i) => {
    const other = put.items === null ? put.text : (put.items.get(String(i))?.text ?? '');
    if (item.text && other !== null && text.length < 4 << 20) text = text.replaceAll(item.text, () => other);
  });
  return textValue(text, flags | from.hidden, params);
}
