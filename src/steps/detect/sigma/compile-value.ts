import type { SigmaValue } from './rule-shape.ts';

export interface ValueTest {
  matches(text: string): boolean;
  /** A text, in lower case, that stands in everything that matches; '' when there is none of three letters. A `^` in front: it stands at the beginning. */
  readonly literal: string;
}

const POSITIONS = ['contains', 'startswith', 'endswith'] as const;
const KNOWN = new Set<string>([...POSITIONS, 'all', 're', 'i', 'm', 's', 'cased', 'exists', 'gt', 'gte', 'lt', 'lte', 'windash']);

/** Compiles one value of a field under its modifiers. Throws an Error that names a modifier which is not supported yet. */
export function compileValue(value: SigmaValue, modifiers: readonly string[]): ValueTest {
  const unknown = modifiers.find((modifier) => !KNOWN.has(modifier));
  if (unknown !== undefined) throw new Error(`the modifier “${unknown}” is not supported`);
  if (modifiers.includes('re')) return compileRegExp(String(value), modifiers);
  const compare = modifiers.find((modifier) => ['gt', 'gte', 'lt', 'lte'].includes(modifier));
  if (compare !== undefined) return { matches: (text) => text !== '' && comparesTo(Number(text), compare, Number(value)), literal: '' };
  if (modifiers.includes('exists')) return { matches: (text) => (text !== '') === (value === true || value === 'true'), literal: '' };
  if (value === null || value === '') return { matches: (text) => text === '', literal: '' };
  if (modifiers.includes('windash')) return anyDash(String(value), modifiers);
  return compileText(String(value), modifiers);
}

/** Windows programs take their options behind any of these. */
function anyDash(value: string, modifiers: readonly string[]): ValueTest {
  const tests = ['-', '/', '–', '—', '―'].map((dash) => compileText(value.replaceAll('-', dash), modifiers));
  return { matches: (text) => tests.some((test) => test.matches(text)), literal: '' };
}

function compileText(value: string, modifiers: readonly string[]): ValueTest {
  const parts = splitWildcards(modifiers.includes('cased') ? value : value.toLowerCase());
  const loose = {
    start: modifiers.includes('contains') || modifiers.includes('endswith'),
    end: modifiers.includes('contains') || modifiers.includes('startswith'),
  };
  const literal = parts
    .map((part) => (typeof part === 'string' ? part.toLowerCase() : ''))
    .reduce((longest, part) => (part.length > longest.length ? part : longest), '');
  const cased = modifiers.includes('cased');
  const [only] = parts;
  if (parts.length === 1 && typeof only === 'string') {
    const test = plainTest(only, loose);
    const start = loose.end && !loose.start ? '^' : '';
    return { matches: (text) => test(cased ? text : text.toLowerCase()), literal: literal.length >= 3 ? `${start}${literal}` : '' };
  }
  const pattern = parts.map((part) => (typeof part === 'string' ? escapeRegExp(part) : part.any ? '[\\s\\S]*' : '[\\s\\S]')).join('');
  const regExp = new RegExp(`${loose.start ? '' : '^'}${pattern}${loose.end ? '' : '$'}`);
  return { matches: (text) => regExp.test(cased ? text : text.toLowerCase()), literal: literal.length >= 3 ? literal : '' };
}

function plainTest(needle: string, loose: { start: boolean; end: boolean }): (text: string) => boolean {
  if (loose.start && loose.end) return (text) => text.includes(needle);
  if (loose.end) return (text) => text.startsWith(needle);
  if (loose.start) return (text) => text.endsWith(needle);
  return (text) => text === needle;
}

/** Cuts at `*` and `?`. A backslash makes the next wildcard or backslash plain; before anything else it is itself. */
function splitWildcards(value: string): (string | { readonly any: boolean })[] {
  const parts: (string | { readonly any: boolean })[] = [];
  let plain = '';
  for (let i = 0; i < value.length; i++) {
    const character = value.charAt(i);
    const next = value.charAt(i + 1);
    if (character === '\\' && (next === '*' || next === '?' || next === '\\')) {
      plain += next;
      i += 1;
    } else if (character === '*' || character === '?') {
      if (plain !== '') parts.push(plain);
      plain = '';
      parts.push({ any: character === '*' });
    } else plain += character;
  }
  if (plain !== '' || parts.length === 0) parts.push(plain);
  return parts;
}

function compileRegExp(source: string, modifiers: readonly string[]): ValueTest {
  const flags = ['i', 'm', 's'].filter((flag) => modifiers.includes(flag)).join('');
  const leading = /^\(\?([ims]+)\)/.exec(source);
  const regExp = new RegExp(leading ? source.slice(leading[0].length) : source, [...new Set(flags + (leading?.[1] ?? ''))].join(''));
  return { matches: (text) => regExp.test(text), literal: '' };
}

function comparesTo(left: number, how: string, right: number): boolean {
  if (how === 'gt') return left > right;
  if (how === 'gte') return left >= right;
  return how === 'lt' ? left < right : left <= right;
}

export function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
