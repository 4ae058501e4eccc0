import { compile } from 'json-p3';
import { RE2JS } from 're2js';
import { messageOf } from '#kernel/errors.ts';
import type { Condition, Demand, Subject } from './condition.ts';

/** What a line may look like, for whoever wrote another. */
const conditionHelp =
  'such as: status is 200 or 204; body contains "In stock"; json $.state is "open"; header content-type begins with text/html; time below 800 ms; size below 2 MB; certificate valid for 14 days';

const LONGEST = 500;

const tableHelp = 'such as: value below 5; rows is 0; column late at most 3';

/**
 * Reads one line about a web answer or about a table that a database returned. What is no condition comes back as a text that says why. Pure.
 */
export function parseCondition(line: string, about: 'answer' | 'table' = 'answer'): Condition | string {
  const text = line.trim();
  if (text.length > LONGEST) return `a condition has at most ${LONGEST} characters`;
  if (about === 'table') return tableCondition(text);
  const certificate = /^certificate (?:is )?valid for (?:at least )?(\d{1,4}) days?$/i.exec(text);
  if (certificate) return { text, subject: { of: 'certificate' }, demand: { must: 'at-least', than: Number(certificate[1]) } };
  const found = subjectOf(text);
  if (typeof found === 'string') return found;
  const demand = demandOf(found.rest, found.subject);
  return typeof demand === 'string' ? `“${text}”: ${demand}` : { text, subject: found.subject, demand };
}

function tableCondition(text: string): Condition | string {
  const [, name, ofColumn] = /^column\s+("[^"]{1,100}"|[^\s"]{1,100})\s+(.+)$/is.exec(text) ?? [];
  const [, of, ofTable] = /^(value|rows)\s+(.+)$/is.exec(text) ?? [];
  const rest = ofColumn ?? ofTable;
  if (rest === undefined) return `“${text}” is no condition; ${tableHelp}`;
  const subject: Subject =
    name === undefined ? { of: (of ?? '').toLowerCase() === 'rows' ? 'rows' : 'value' } : { of: 'column', name: unquoted(name) };
  const demand = demandOf(rest, subject);
  return typeof demand === 'string' ? `“${text}”: ${demand}` : { text, subject, demand };
}

function subjectOf(text: string): { readonly subject: Subject; readonly rest: string } | string {
  const plain = /^(status|body|time|size)\s+(.+)$/is.exec(text);
  if (plain) return { subject: { of: (plain[1] ?? '').toLowerCase() as 'status' }, rest: plain[2] ?? '' };
  const header = /^header\s+([!#$%&'*+.^_`|~0-9a-z-]{1,100})\s+(.+)$/is.exec(text);
  if (header) return { subject: { of: 'header', name: (header[1] ?? '').toLowerCase() }, rest: header[2] ?? '' };
  const json = /^json\s+(\$(?:[^\s[]|\[(?:[^\]"']|"[^"]*"|'[^']*')*\])*)\s+(.+)$/is.exec(text);
  if (!json && /^json\s+\$/i.test(text)) return `“${text}” holds no JSONPath, such as $.state or $.orders[0].sum`;
  if (!json) return `“${text}” is no condition; ${conditionHelp}`;
  const path = json[1] ?? '';
  try {
    compile(path);
  } catch (thrown) {
    return `“${path}” is no JSONPath: ${messageOf(thrown).split('\n', 1)[0]}`;
  }
  return { subject: { of: 'json', path }, rest: json[2] ?? '' };
}

const WORDS: readonly (readonly [RegExp, (rest: string, subject: Subject) => Demand | string])[] = [
  [/^(?:exists|is present)$/i, () => ({ must: 'exists' })],
  [/^(?:is missing|does not exist)$/i, () => ({ must: 'missing' })],
  [/^(?:does not contain|contains not)\s+/i, (rest) => ({ must: 'contains-not', text: unquoted(rest) })],
  [/^contains\s+/i, (rest) => ({ must: 'contains', text: unquoted(rest) })],
  [/^(?:begins|starts) with\s+/i, (rest) => ({ must: 'begins', text: unquoted(rest) })],
  [/^matches\s+/i, pattern],
  [/^(?:is )?(?:below|less than|under)\s+/i, (rest, subject) => amount('below', rest, subject)],
  [/^(?:is )?(?:above|more than|over)\s+/i, (rest, subject) => amount('above', rest, subject)],
  [/^(?:is )?at most\s+/i, (rest, subject) => amount('at-most', rest, subject)],
  [/^(?:is )?at least\s+/i, (rest, subject) => amount('at-least', rest, subject)],
  [/^is not\s+/i, (rest) => ({ must: 'is-not', values: valuesOf(rest) })],
  [/^is\s+/i, (rest) => ({ must: 'is', values: valuesOf(rest) })],
];

function demandOf(rest: string, subject: Subject): Demand | string {
  for (const [word, make] of WORDS) {
    const found = word.exec(rest);
    if (found === null) continue;
    const demand = make(rest.slice(found[0].length).trim(), subject);
    return typeof demand === 'string' ? demand : (unfit(demand, subject) ?? demand);
  }
  return 'after what it is about come: is, is not, contains, does not contain, begins with, matches, below, above, at most, at least, exists, is missing';
}

/** Times and sizes are amounts, texts are none. */
function unfit(demand: Demand, { of }: Subject): string | null {
  const { must } = demand;
  const isAmount = must === 'below' || must === 'above' || must === 'at-most' || must === 'at-least';
  if ((of === 'time' || of === 'size') && !isAmount) return `a ${of} is below, above, at most or at least something`;
  if ((of === 'body' || of === 'header') && isAmount) return `a ${of} is a text`;
  if ((of === 'status' || of === 'body') && (must === 'exists' || must === 'missing')) return `every answer has a ${of}`;
  const isTable = of === 'value' || of === 'rows' || of === 'column';
  if (isTable && 'text' in demand) return 'only numbers leave a database: is, is not, below, above, at most, at least';
  if (of === 'status' && !isAmount && must !== 'is' && must !== 'is-not') return 'a status is a number';
  return null;
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, b: 1, bytes: 1, kb: 1_000, mb: 1_000_000, kib: 1_024, mib: 1_048_576 };

function amount(must: 'below' | 'above' | 'at-most' | 'at-least', rest: string, { of }: Subject): Demand | string {
  const [, number = '', unit = ''] = /^(-?\d{1,15}(?:\.\d{1,6})?)\s*([a-z]*)$/i.exec(rest) ?? [];
  if (number === '') return `“${rest}” is no number`;
  const known = of === 'time' ? /^m?s$/i : of === 'size' ? /^(b|bytes|[km]i?b)$/i : /^$/;
  if (!known.test(unit))
    return of === 'time' ? 'a time is in ms or s' : of === 'size' ? 'a size is in kB or MB' : `“${unit}” is no unit here`;
  return { must, than: Number(number) * (UNITS[unit.toLowerCase()] ?? 1) };
}

function pattern(rest: string): Demand | string {
  const text = /^\/(.*)\/$/s.exec(rest)?.[1] ?? unquoted(rest);
  try {
    RE2JS.compile(text);
    return { must: 'matches', text };
  } catch (thrown) {
    return `the pattern cannot be used: ${messageOf(thrown)}`;
  }
}

/** `200`, `200 or 204`, `200, 204 or 301`, `"a text, with a comma"`. */
function valuesOf(rest: string): string[] {
  const words = rest.match(/"(?:[^"\\]|\\.)*"|[^,\s"]+(?:\s+(?!or\b)[^,\s"]+)*/gi) ?? [];
  return words.map((word) => unquoted(word.replace(/^or\s+/i, ''))).filter((word) => word !== '' && !/^or$/i.test(word));
}

function unquoted(text: string): string {
  const inside = /^"((?:[^"\\]|\\.)*)"$/s.exec(text.trim())?.[1];
  return inside === undefined ? text.trim() : inside.replace(/\\(.)/gs, '$1');
}
