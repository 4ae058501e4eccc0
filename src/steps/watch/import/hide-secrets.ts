import { openSecretBox, type SecretBox } from './open-secret-box.ts';

const INSIDE = '(?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential|signature|authorization)';
const WHOLE = '(?:pass|pwd|pw|pin|otp|sig|sid|jwt|auth|key|session|sessionid|hmac)';
const SECRET_NAME = new RegExp(`${INSIDE}|(?:^|[^a-z0-9])${WHOLE}(?:$|[^a-z0-9])|cookie`, 'i');
// Of bounded length: a long text must not make the search slow.
const NAME = `(?:[\\w-]{0,40}${INSIDE}[\\w-]{0,40}|(?<![a-z0-9])${WHOLE}(?![a-z0-9_-]))`;
const FIELD = new RegExp(`(${NAME}["']?\\s{0,9}[:=]\\s{0,9})("(?:[^"\\\\]|\\\\.)*"|'(?:[^'\\\\]|\\\\.)*'|[^\\s"'&,;}\\])<]+)`, 'gi');
const ELEMENT = new RegExp(`(<(?:[\\w-]{1,40}:)?${NAME}>)([^<]+)(?=</)`, 'gi');
/** No check sends more: what is longer is left. */
const LONGEST = 100_000;
const PLACES = /\{\{[a-z0-9_-]+\}\}/gi;

/** A long mix of letters and digits is a token more often than a word. */
function looksRandom(text: string): boolean {
  if (!/^[A-Za-z0-9_+/=.~-]{20,}$/.test(text)) return false;
  const digits = text.replace(/\D/g, '').length;
  const words = text.split(/[_.~+/=-]/).filter((part) => /^[a-z]+$|^[A-Z]?[a-z]+$|^\d{1,8}$/.test(part)).length;
  return digits >= 3 && /[a-z]/i.test(text) && words < 2;
}

/** Values of headers that let somebody in become places; the scheme (`Bearer`) stays. */
export function hideInHeaders(box: SecretBox, headers: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => {
    const rest = value.replace(PLACES, '').trim();
    const isHidden = /\{\{/.test(value) && /^(?:bearer|basic|token|apikey|digest)?$/i.test(rest);
    if (rest === '' || isHidden || !(SECRET_NAME.test(name) || looksRandom(value))) return [name, value];
    const [scheme = ''] = /^(?:bearer|basic|token|apikey|digest)\s+/i.exec(value) ?? [];
    const what = scheme === '' ? `the value of the header ${name}` : `the header ${name}, what follows “${scheme.trim()}”`;
    return [name, `${scheme}${box.add(name, what)}`];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}

/** Takes user and password, tokens in the query and in the path out of an address. `basic`: it must be sent as a header. */
export function hideInUrl(box: SecretBox, address: string): { readonly url: string; readonly basic: boolean } {
  const [, start = '', user = '', rest = address.trim()] =
    /^([a-z][a-z0-9+.-]*:\/\/)([^/?#@]*@)?(.*)$/is.exec(address.trim().slice(0, 4_000)) ?? [];
  const [, place = '', query = '', hash = ''] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(rest) ?? [];
  const path = place
    .split('/')
    .map((part, nth) => (nth > 0 && looksRandom(part) ? box.add('path', 'a part of the path of its address') : part))
    .join('/');
  const pairs = query
    .replace(/^\?/, '')
    .split('&')
    .map((pair) => hideInPair(box, pair));
  return { url: `${start}${path}${query === '' ? '' : `?${pairs.join('&')}`}${hash}`, basic: user !== '' };
}

function hideInPair(box: SecretBox, pair: string): string {
  const [name = '', value = ''] = [pair.split('=', 1)[0], pair.slice(pair.indexOf('=') + 1)];
  if (!pair.includes('=') || value.replace(PLACES, '') === '') return pair;
  return SECRET_NAME.test(name) || looksRandom(value) ? `${name}=${box.add(name, `the parameter ${name} of its address`)}` : pair;
}

/** Passwords, tokens and the like in JSON, in a form, in XML. `isSql`: only what stands in quotation marks is a value. */
export function hideInText(box: SecretBox, text: string, isSql = false): string {
  if (text.length > LONGEST) return text;
  const hide = (before: string, value: string): string => {
    const [quote = ''] = /^["']/.exec(value) ?? [];
    const inside = quote === '' ? value : value.slice(1, -1);
    const isNone = inside.replace(PLACES, '') === '' || /^(?:true|false|null|\[|\{|\$)/.test(inside);
    if (isNone || (isSql && quote !== "'")) return `${before}${value}`;
    const name = before.replace(/[^\w-]+/g, '');
    return `${before}${quote}${box.add(name, `the value of ${name} in what it sends`)}${quote}`;
  };
  const known = text
    .replace(FIELD, (_, before: string, value: string) => hide(before, value))
    .replace(ELEMENT, (_, before: string, value: string) => (isSql ? `${before}${value}` : hide(before, value)));
  return known.replace(/[A-Za-z0-9_+/=.~-]{20,}/g, (word) =>
    looksRandom(word) && !isSql ? box.add('value', 'a value in what it sends that looks like a token') : word,
  );
}

/** What an answer must hold, when it is a token. `about`: where it stands. */
export function hideExpected(box: SecretBox, about: string, value: string): string {
  const isPlain = value.replace(PLACES, '').trim() === '' || /^(?:true|false|null|-?\d{1,9}(?:\.\d+)?)$/.test(value);
  if (isPlain || !(SECRET_NAME.test(about) || looksRandom(value))) return value;
  return box.add('expected', about === '' ? 'the text that its answer must hold' : `what the answer must hold at ${about.slice(0, 100)}`);
}

/** An address as it may be told: without user, password and query. */
export function shownAddress(address: string): string {
  const [plain = ''] = address.split(/[?#]/, 1);
  return hideInUrl(openSecretBox('shown'), plain).url.replace(PLACES, '…');
}

/** Who named something by its address may have put a token into the name. */
export function shownName(name: string): string {
  return /^[a-z]+:\/\//i.test(name) ? shownAddress(name) : name;
}

/** Whether what goes by this name is a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** The header by which user and password are told. */
export function basicHeader(box: SecretBox): Record<string, string> {
  return { authorization: `Basic ${box.add('basic', 'user:password in Base64, as `printf %s user:password | base64` prints it')}` };
}
