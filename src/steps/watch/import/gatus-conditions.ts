import { escaped, isLine, isNotLine, literalOf, quoted, range, statusLines } from './condition-text.ts';
import { everyItemLines, lengthLine, stepsOf } from './gatus-json-path.ts';
import { durationOf } from './parse-source.ts';

/** What one condition becomes. */
export interface Told {
  readonly lines?: readonly string[];
  /** Of the registration of its name: a check of its own. */
  readonly domainDays?: number;
  readonly remark?: string;
}

export interface Sides {
  readonly left: string;
  readonly sign: string;
  readonly right: string;
}

const FLIPPED: Readonly<Record<string, string>> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=', '==': '==', '!=': '!=' };
const WORDS: Readonly<Record<string, string>> = { '<': 'below', '<=': 'at most', '>': 'above', '>=': 'at least' };
const DAY_MS = 86_400_000;

/** `[STATUS] == 200`, with what is looked at on the left. `null`: it is no condition. */
export function sidesOf(text: string): Sides | null {
  for (const sign of ['==', '!=', '<=', '>=', '>', '<']) {
    const [left, right, ...more] = text.split(` ${sign} `).map((side) => side.trim());
    if (left === undefined || right === undefined) continue;
    if (more.length > 0) return null;
    const isTurned = /^(?:(?:len|has|age)\()?\[[A-Z_]+\]/i.test(right) && !/^(?:(?:len|has|age)\()?\[[A-Z_]+\]/i.test(left);
    return isTurned ? { left: right, sign: FLIPPED[sign] ?? sign, right: left } : { left, sign, right };
  }
  return null;
}

/** A condition on an HTTP answer; a text says why it cannot be one here. Pure. */
export function webCondition(text: string): Told | string {
  const sides = sidesOf(text);
  if (sides === null) return 'it is no condition';
  const { left, sign, right } = sides;
  const [, call = '', inner = left] = /^(len|has|age)\((.*)\)$/is.exec(left) ?? [];
  const [, place = '', path = ''] = /^\[([A-Z_]+)\](.*)$/is.exec(inner) ?? [];
  const subject = place.toUpperCase();
  if (/^\[[A-Z_]+\]/.test(right)) return 'it compares two parts of the answer with each other';
  if (call.toLowerCase() === 'age') return 'how old a time in the answer is cannot be asked';
  if (call.toLowerCase() === 'has') return hasLine(subject, path, sign, right);
  if (call.toLowerCase() === 'len') return lengthOf(subject, path, sign, right);
  if (path === '' || subject === 'BODY' || subject === 'HEADER') {
    const read = Object.hasOwn(SUBJECTS, subject) ? SUBJECTS[subject] : undefined;
    if (read !== undefined) return read(sides, path);
  }
  return `[${subject.slice(0, 30)}] of a web answer cannot be asked`;
}

const SUBJECTS: Readonly<Record<string, (sides: Sides, path: string) => Told | string>> = {
  STATUS: statusOf,
  BODY: (sides, path) => (path === '' ? textLine('body', sides) : jsonLine(sides, path)),
  HEADER: (sides, path) => textLine(`header ${path.replace(/^\./, '')}`, sides),
  CONNECTED: ({ sign, right }) => ((right === 'true') === (sign === '==') ? {} : 'what must not be there cannot be watched'),
  RESPONSE_TIME: ({ sign, right }) => {
    const ms = millisecondsOf(right);
    const words = WORDS[sign];
    return ms === null || words === undefined ? 'a time is compared with an amount' : { lines: [`time ${words} ${ms} ms`] };
  },
  CERTIFICATE_EXPIRATION: (sides) => {
    const days = daysOf(sides);
    if (typeof days === 'string') return days;
    return { lines: [`certificate valid for ${days.days} days`], ...(days.remark === undefined ? {} : { remark: days.remark }) };
  },
  DOMAIN_EXPIRATION: (sides) => {
    const days = daysOf(sides);
    return typeof days === 'string' ? days : { domainDays: days.days, ...(days.remark === undefined ? {} : { remark: days.remark }) };
  },
};

function millisecondsOf(text: string): number | null {
  return /^\d+(?:\.\d+)?$/.test(text) ? Math.floor(Number(text)) : durationOf(text);
}

/** `> 48h` in whole days, rounded up. */
function daysOf({ sign, right }: Sides): { readonly days: number; readonly remark?: string } | string {
  const ms = millisecondsOf(right);
  if (ms === null || (sign !== '>' && sign !== '>=')) return 'it must be longer than a time';
  const days = Math.ceil(ms / DAY_MS);
  return days * DAY_MS === ms ? { days } : { days, remark: `${right.slice(0, 40)} is ${days} whole days here` };
}

function statusOf({ sign, right }: Sides): Told | string {
  const options = /^any\((.*)\)$/s
    .exec(right)?.[1]
    ?.split(',')
    .map((one) => one.trim());
  const [, digits] = /^pat\((\d{1,2})(?:\*|\?{1,2})\)$/.exec(right) ?? [];
  const codes =
    digits !== undefined
      ? range(Number(digits.padEnd(3, '0')), Number(digits.padEnd(3, '9')))
      : (options ?? [right]).map((one) => (/^\d{1,3}$/.test(one) ? Number(one) : Number.NaN));
  if (codes.some(Number.isNaN)) return 'a status is compared with a number';
  if (sign === '==') return statusToldOf(codes);
  if (sign === '!=')
    return codes.length > 80
      ? statusToldOf(range(100, 599).filter((code) => !codes.includes(code)))
      : { lines: [`status is not ${codes.join(', ')}`] };
  const words = WORDS[sign];
  return words === undefined || codes.length !== 1 ? 'a status is compared with a number' : { lines: [`status ${words} ${codes[0]}`] };
}

function statusToldOf(codes: readonly number[]): Told | string {
  const remarks: string[] = [];
  const lines = statusLines(codes, (what) => remarks.push(what));
  const [remark] = remarks;
  return lines === null ? 'no HTTP answer has such a status' : { lines, ...(remark === undefined ? {} : { remark }) };
}

function hasLine(subject: string, path: string, sign: string, right: string): Told | string {
  if (sign !== '==' && sign !== '!=') return 'it is there or it is not';
  const isWanted = (right === 'true') === (sign === '==');
  if (subject === 'BODY' && path === '') return isWanted ? { lines: ['body matches /\\S/'] } : { lines: ['body matches /^\\s*$/'] };
  const steps = subject === 'BODY' ? stepsOf(path) : null;
  const about = steps !== null ? `json $${steps}` : subject === 'HEADER' ? `header ${path.replace(/^\./, '')}` : null;
  return about === null ? 'whether it is there cannot be asked' : { lines: [`${about} ${isWanted ? 'exists' : 'is missing'}`] };
}

function lengthOf(subject: string, path: string, sign: string, right: string): Told | string {
  if (subject !== 'BODY' || !/^\d{1,9}$/.test(right)) return 'only the length of a part of the JSON body can be compared, with a number';
  const line = lengthLine(path, sign, Number(right));
  return line === null ? 'the length of what stands at this path cannot be asked' : { lines: [line] };
}

/** A pattern of `*` and `?` as a regular expression; `null`: it has more to it. */
function patternOf(glob: string): string | null {
  if (/[[\]\\]/.test(glob)) return null;
  return [...glob].map((sign) => (sign === '*' ? '.*' : sign === '?' ? '.' : escaped(sign))).join('');
}

function functionOf(right: string): { readonly pattern: string | null } | { readonly options: readonly string[] } | null {
  const [, name, inner = ''] = /^(pat|any)\((.*)\)$/s.exec(right) ?? [];
  if (name === 'pat') return { pattern: patternOf(inner) };
  return name === 'any' ? { options: inner.split(',').map((one) => one.trim()) } : null;
}

function textLine(subject: string, { sign, right }: Sides): Told | string {
  const called = functionOf(right);
  if (sign !== '==' && sign !== '!=') return 'a text is not compared with an amount';
  const margin = subject === 'body' ? '\\s*' : '';
  if (called !== null && 'pattern' in called) {
    if (called.pattern === null) return 'its pattern has more than * and ?';
    const literal = literalOf(called.pattern.replace(/^\.\*|\.\*$/g, ''));
    const isInside = literal !== null && /^pat\(\*.*\*\)$/s.test(right) && literal !== '';
    if (isInside) return { lines: [`${subject} ${sign === '==' ? 'contains' : 'does not contain'} ${quoted(literal)}`] };
    return sign === '=='
      ? { lines: [`${subject} matches /(?s)^${margin}${called.pattern}${margin}$/`] }
      : 'that a text fits no pattern cannot be asked';
  }
  const values = called?.options ?? [right];
  if (sign === '!=') return { lines: values.map((value) => isNotLine(subject, value)) };
  return subject === 'body'
    ? { lines: [`body matches /^\\s*(?:${values.map(escaped).join('|')})\\s*$/`] }
    : { lines: [isLine(subject, values)] };
}

function jsonLine(sides: Sides, path: string): Told | string {
  const { sign, right } = sides;
  if (path.includes('[*]')) {
    const lines = everyItemLines(path, sign, right);
    return lines === null || functionOf(right) !== null ? 'what must be true of every item this way cannot be asked' : { lines };
  }
  const steps = stepsOf(path);
  if (steps === null) return 'its path has no JSONPath that says the same';
  const subject = `json $${steps}`;
  const words = WORDS[sign];
  if (words === undefined) return textLine(subject, sides);
  const amount = /^-?\d+(?:\.\d+)?$/.test(right) ? Number(right) : durationOf(right);
  return amount === null ? 'it is compared with what is no number' : { lines: [`${subject} ${words} ${amount}`] };
}
