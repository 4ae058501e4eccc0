import type { Condition, MetricSubject, Selector } from './condition.ts';
import { demandOf, unquoted } from './parse-demand.ts';

const metricHelp =
  'such as: node_filesystem_avail_bytes / node_filesystem_size_bytes of mountpoint / at least 10 %; max of node_load1 below 8; sum of pg_stat_activity_count{state="active"} below 80; up is 1; sum of rate of errors_total / rate of requests_total below 2 %';

const SELECTOR = String.raw`(?:rate\s+of\s+)?[a-zA-Z_:][\w:.]*(?:\{(?:[^"{}]|"(?:[^"\\]|\\.)*")*\})?`;
const WORD = String.raw`(?:"(?:[^"\\]|\\.)*"|[^\s"]+)`;
const LINE = new RegExp(
  String.raw`^(?:(any|sum|max|min|mean|count)\s+of\s+)?(${SELECTOR})(?:\s*/\s*(${SELECTOR}))?((?:\s+(?:of|and)\s+[a-zA-Z_][\w.]*\s+${WORD})*)\s+(.+)$`,
  's',
);
const MATCHER = /^\s*([a-zA-Z_][\w.]*)\s*(!?=)\s*"((?:[^"\\]|\\.)*)"\s*(?:,|$)/;

/** Reads one line about metrics that a target tells. What is no condition comes back as a text that says why. Pure. */
export function metricCondition(text: string): Condition | string {
  const [, by, first, second, labels = '', rest] = LINE.exec(text) ?? [];
  if (first === undefined || rest === undefined) return `“${text}” is no condition; ${metricHelp}`;
  const common = [...labels.matchAll(new RegExp(String.raw`(?:of|and)\s+([a-zA-Z_][\w.]*)\s+(${WORD})`, 'g'))].map((found) => ({
    ...{ name: found[1] ?? '', is: true, value: unquoted(found[2] ?? '') },
  }));
  const metric = selectorOf(first, common);
  const over = second === undefined ? null : selectorOf(second, common);
  if (metric === null || over === undefined || (second !== undefined && over === null))
    return `“${text}”: labels are written {name="value"} or {name!="value"}`;
  const subject: MetricSubject = { of: 'metric', by: (by ?? 'every') as MetricSubject['by'], metric, over };
  const demand = demandOf(rest.trim(), subject);
  return typeof demand === 'string' ? `“${text}”: ${demand}` : { text, subject, demand };
}

function selectorOf(written: string, common: Selector['labels']): Selector | null {
  const text = written.replace(/^rate\s+of\s+/, '');
  const isRate = text !== written;
  const brace = text.indexOf('{');
  if (brace < 0) return { name: text, isRate, labels: common };
  const labels = [...common];
  let rest = text.slice(brace + 1, -1);
  while (rest.trim() !== '') {
    const found = MATCHER.exec(rest);
    if (found === null) return null;
    labels.push({ name: found[1] ?? '', is: found[2] === '=', value: unquoted(`"${found[3] ?? ''}"`) });
    rest = rest.slice(found[0].length);
  }
  return { name: text.slice(0, brace), isRate, labels };
}
