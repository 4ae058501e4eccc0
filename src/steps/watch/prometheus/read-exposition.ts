import type { MetricKind, MetricSample } from '#kernel/metric-sample.ts';
import { readLabels } from './read-labels.ts';

export interface ExpositionLimits {
  /** More series than this are refused. */
  readonly maxSeries: number;
}

const KINDS: Readonly<Record<string, MetricKind>> = { counter: 'counter-cumulative', gauge: 'gauge', summary: 'summary' };
const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
const NUMBER = /^[+-]?(?:\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?|inf(?:inity)?|nan)$/i;
const LONGEST_LINE = 65_536;

/**
 * Reads what a target shows at `/metrics`: the text format 0.0.4, or OpenMetrics when `isOpen`. All of it or, as a text that says why,
 * nothing: half a page would look like series that ended. What a line says is never told again, it may be a secret. Pure.
 */
export function readExposition(text: string, isOpen: boolean, { maxSeries }: ExpositionLimits): MetricSample[] | string {
  const types = new Map<string, string>();
  const samples: MetricSample[] = [];
  let from = 0;
  let isEnded = false;
  for (let nth = 1; from < text.length; nth++) {
    const end = text.indexOf('\n', from);
    const line = text.slice(from, end < 0 ? text.length : end).replace(/\r$/, '');
    from = end < 0 ? text.length : end + 1;
    if (line.length > LONGEST_LINE) return `line ${nth} has more than ${LONGEST_LINE} characters`;
    if (isEnded) return `line ${nth} stands after the end (# EOF)`;
    if (line.startsWith('#')) {
      isEnded = isOpen && line === '# EOF';
      const [, name, type] = /^#[ \t]+TYPE[ \t]+(\S+)[ \t]+([a-z]+)[ \t]*$/.exec(line) ?? [];
      if (name !== undefined && type !== undefined) types.set(unquoted(name), type);
      continue;
    }
    if (line.trim() === '') continue;
    const sample = readSample(line.trimStart(), isOpen, types);
    if (typeof sample === 'string') return `line ${nth}: ${sample}`;
    if (samples.length >= maxSeries) return `it tells more than ${maxSeries} series, the most that are taken`;
    samples.push(sample);
  }
  return isOpen && !isEnded ? 'it was cut off: the last line is not # EOF' : samples;
}

function readSample(line: string, isOpen: boolean, types: ReadonlyMap<string, string>): MetricSample | string {
  const plain = NAME.exec(line)?.[0] ?? '';
  let at = plain.length;
  while (line[at] === ' ' || line[at] === '\t') at++;
  const read = line[at] === '{' ? readLabels(line, at) : { labels: {}, name: null, end: at };
  if (typeof read === 'string') return read;
  const name = plain === '' ? (read.name ?? '') : plain;
  if (name === '' || (plain !== '' && read.name !== null)) return 'it does not begin with the name of a metric';
  // An exemplar says where one observation came from; it is no number of its own.
  const rest = line.slice(read.end);
  const mark = isOpen ? rest.indexOf(' # ') : -1;
  const [value = '', time, ...more] = (mark < 0 ? rest : rest.slice(0, mark)).split(/[ \t]+/).filter((word) => word !== '');
  if (more.length > 0) return 'more stands behind the value and its time';
  if (!NUMBER.test(value)) return 'the value is no number';
  const ms = time === undefined ? null : readTime(time, isOpen);
  if (Number.isNaN(ms)) return 'the time is no number';
  return { name, labels: read.labels, value: readNumber(value), at: ms, kind: kindOf(name, read.labels, types) };
}

function readNumber(word: string): number {
  const [, sign = '', infinite] = /^([+-]?)(inf(?:inity)?)?/i.exec(word) ?? [];
  return infinite === undefined ? Number(word) : sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** The old format counts milliseconds, OpenMetrics seconds. */
function readTime(word: string, isOpen: boolean): number {
  if (!(isOpen ? /^-?\d{1,12}(?:\.\d{1,9})?(?:e[+-]?\d{1,2})?$/i : /^-?\d{1,15}$/).test(word)) return Number.NaN;
  return isOpen ? Math.round(Number(word) * 1_000) : Number(word);
}

const PARTS = /_(?:total|bucket|sum|count)$/;

/** A part of a histogram or summary counts up, as a counter does; what has no type is taken as it stands. */
function kindOf(name: string, labels: Readonly<Record<string, string>>, types: ReadonlyMap<string, string>): MetricKind {
  const own = types.get(name);
  if (own === 'summary') return labels.quantile === undefined ? 'counter-cumulative' : 'summary';
  if (own !== undefined) return KINDS[own] ?? 'gauge';
  const family = types.get(name.replace(PARTS, ''));
  return family !== undefined && family !== 'gauge' && PARTS.test(name) ? 'counter-cumulative' : 'gauge';
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1) : name;
}
