import { RE2JS } from 're2js';
import { messageOf } from '#kernel/errors.ts';
import type { Demand, Subject } from './condition.ts';

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

/** Reads what stands behind the subject of a condition; a text says why it is none. Pure. */
export function demandOf(rest: string, subject: Subject): Demand | string {
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
  if (of === 'metric' && 'text' in demand) return 'a metric is a number';
  const isTable = of === 'value' || of === 'rows' || of === 'column';
  if (isTable && 'text' in demand) return 'only numbers leave a database: is, is not, below, above, at most, at least';
  if (of === 'status' && !isAmount && must !== 'is' && must !== 'is-not') return 'a status is a number';
  return null;
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, b: 1, bytes: 1, kb: 1_000, mb: 1_000_000, kib: 1_024, mib: 1_048_576 };

/** Prometheus counts seconds, bytes, and shares of one. */
const METRIC_UNITS: Readonly<Record<string, number>> = {
  ...{ '': 1, '%': 0.01, ms: 0.001, s: 1, min: 60, h: 3_600, d: 86_400, b: 1, bytes: 1 },
  ...{ kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12, kib: 2 ** 10, mib: 2 ** 20, gib: 2 ** 30, tib: 2 ** 40 },
};

function amount(must: 'below' | 'above' | 'at-most' | 'at-least', rest: string, { of }: Subject): Demand | string {
  const [, number = '', unit = ''] = /^(-?\d{1,15}(?:\.\d{1,6})?)\s*([a-z%]*)$/i.exec(rest) ?? [];
  if (number === '') return `“${rest}” is no number`;
  if (of === 'metric') {
    const times = METRIC_UNITS[unit.toLowerCase()];
    return times === undefined
      ? `“${unit}” is no unit here: %, ms, s, min, h, d, kB, MB, GB, KiB, MiB, GiB`
      : { must, than: Number(number) * times };
  }
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

/** Without the quotes around it. */
export function unquoted(text: string): string {
  const inside = /^"((?:[^"\\]|\\.)*)"$/s.exec(text.trim())?.[1];
  return inside === undefined ? text.trim() : inside.replace(/\\(.)/gs, '$1');
}
