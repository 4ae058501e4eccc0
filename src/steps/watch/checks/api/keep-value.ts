import { query } from 'json-p3';
import { RE2JS } from 're2js';
import type { HttpAnswer } from '#engines/http/types.ts';
import { messageOf } from '#kernel/errors.ts';

const MOST = 10_000;

/** Where a value is kept from: `json $.token`, `header location`, `cookie session`, `body /id=(\d+)/`. Returns why it is none, or `null`. */
export function faultOfSource(source: string): string | null {
  const [, of, what] = partsOf(source);
  if (of === undefined || what === undefined)
    return `“${source}” must be like json $.token, header location, cookie session or body /id=(\\d+)/`;
  try {
    if (of === 'json') query(what, {});
    if (of === 'body') RE2JS.compile(patternOf(what));
    return null;
  } catch (thrown) {
    return `“${source}” cannot be used: ${messageOf(thrown).split('\n', 1)[0]}`;
  }
}

/** The value in an answer; `null`: it is not there. */
export function keepValue(source: string, answer: HttpAnswer): string | null {
  const [, of, what = ''] = partsOf(source);
  const found = of === 'json' ? jsonValue(what, answer) : of === 'body' ? bodyValue(what, answer) : headValue(of, what, answer);
  return found === null || found.length > MOST ? null : found;
}

function headValue(of: string | undefined, what: string, answer: HttpAnswer): string | null {
  if (of === 'header') return answer.headers[what.toLowerCase()] ?? null;
  const start = `${what}=`;
  const cookie = answer.cookies.find((one) => one.startsWith(start));
  return cookie === undefined ? null : (cookie.slice(start.length).split(';', 1)[0] ?? null);
}

function jsonValue(path: string, answer: HttpAnswer): string | null {
  try {
    const [value] = query(path, JSON.parse(new TextDecoder().decode(answer.body))).values();
    return value === undefined || value === null ? null : typeof value === 'object' ? JSON.stringify(value) : String(value);
  } catch {
    return null;
  }
}

function bodyValue(what: string, answer: HttpAnswer): string | null {
  const matcher = RE2JS.compile(patternOf(what)).matcher(new TextDecoder().decode(answer.body));
  return matcher.find() ? matcher.group(matcher.groupCount() > 0 ? 1 : 0) : null;
}

function partsOf(source: string): readonly (string | undefined)[] {
  return /^(json|header|cookie|body)\s+(\S.*)$/s.exec(source.trim()) ?? [];
}

function patternOf(what: string): string {
  return /^\/(.*)\/$/s.exec(what)?.[1] ?? what;
}
