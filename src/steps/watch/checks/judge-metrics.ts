import type { MetricSample } from '#kernel/metric-sample.ts';
import type { MetricSubject, Selector } from './conditions/condition.ts';
import { holdsOf } from './conditions/holds-of.ts';
import { parsedOnce } from './conditions/parsed-once.ts';
import { down, type Judged, unknown, up } from './judged.ts';

/** One series, or one pair of them, as a condition compares it. */
interface Value {
  readonly value: number;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Judges what a target told. A metric that a condition asks for and that is not there, or is no number, is not known: it is never taken
 * for fine. `rates`: how fast counters rise, per second, with the names of the counters.
 */
export function judgeMetrics(conditions: readonly string[], samples: readonly MetricSample[], rates: readonly MetricSample[] = []): Judged {
  const found: string[] = [];
  let doubt: string | null = null;
  for (const line of conditions) {
    const condition = parsedOnce(line, 'metrics');
    if (typeof condition === 'string') return unknown(condition);
    const { subject, demand } = condition;
    if (subject.of !== 'metric') return unknown(`${line}: it asks for no metric`);
    const values = valuesOf(subject, { samples, rates });
    if (demand.must === 'exists' || demand.must === 'missing') {
      if (values.length > 0 !== (demand.must === 'exists')) return down(`${line}: it is ${values.length > 0 ? '' : 'not '}there`);
      found.push(`${subject.metric.name} is ${values.length > 0 ? '' : 'not '}there`);
      continue;
    }
    const known = values.filter(({ value }) => !Number.isNaN(value));
    const isSo = ({ value }: Value): boolean => holdsOf([String(value)], demand);
    const wrong = known.find((one) => !isSo(one));
    const isDown = subject.by === 'any' ? known.length > 0 && !known.some(isSo) : wrong !== undefined;
    if (isDown && wrong !== undefined) return down(`${line}: it is ${show(wrong.value)}${whereOf(wrong, subject)}`);
    if (known.length < values.length || known.length === 0)
      doubt ??= `${line}: ${values.length === 0 ? missingWords(subject, samples) : 'it is no number'}`;
    else found.push(`${subject.metric.name} ${show(known[0]?.value ?? Number.NaN)}`);
  }
  return doubt === null ? up(found.slice(0, 5).join(', ')) : unknown(doubt);
}

interface Told {
  readonly samples: readonly MetricSample[];
  readonly rates: readonly MetricSample[];
}

function missingWords({ metric }: MetricSubject, samples: readonly MetricSample[]): string {
  const isNew = metric.isRate && samples.some(({ name }) => name === metric.name);
  return isNew ? 'its rate is known from the second look on' : 'there is no such metric';
}

/** The counters of which conditions ask how fast they rise. */
export function countersIn(conditions: readonly string[]): ReadonlySet<string> {
  const read = conditions.map((line) => parsedOnce(line, 'metrics'));
  const subjects = read.flatMap((one) => (typeof one !== 'string' && one.subject.of === 'metric' ? [one.subject] : []));
  return new Set(
    subjects.flatMap(({ metric, over }) => [metric, ...(over === null ? [] : [over])].flatMap((one) => (one.isRate ? [one.name] : []))),
  );
}

function valuesOf({ by, metric, over }: MetricSubject, told: Told): Value[] {
  const first = chosen(metric, told);
  const second = over === null ? null : chosen(over, told);
  if (by === 'every' || by === 'any') return second === null ? first : pairs(first, second);
  if (first.length === 0 || second?.length === 0) return [];
  const value = gathered(by, first) / (second === null ? 1 : gathered(by, second));
  return [{ value, labels: {} }];
}

function gathered(by: 'sum' | 'max' | 'min' | 'mean' | 'count', all: readonly Value[]): number {
  if (by === 'count') return all.length;
  const numbers = all.map(({ value }) => value);
  if (by === 'max' || by === 'min') return numbers.reduce((one, other) => (by === 'max' ? Math.max(one, other) : Math.min(one, other)));
  const sum = numbers.reduce((one, other) => one + other, 0);
  return by === 'sum' ? sum : sum / all.length;
}

function chosen({ name, isRate, labels }: Selector, { samples, rates }: Told): Value[] {
  return (isRate ? rates : samples).filter(
    (sample) => sample.name === name && labels.every((one) => ((sample.labels[one.name] ?? '') === one.value) === one.is),
  );
}

/** Series with the same labels belong together; what is divided by nothing is left out: a file system without any size. */
function pairs(first: readonly Value[], second: readonly Value[]): Value[] {
  const keyOf = ({ labels }: Value): string => JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
  const others = new Map(second.map((one) => [keyOf(one), one.value]));
  return first.flatMap((one) => {
    const other = others.get(keyOf(one)) ?? 0;
    return other === 0 ? [] : [{ value: one.value / other, labels: one.labels }];
  });
}

function show(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}

/** Which of several it was; only a few labels, they may be long. */
function whereOf({ labels }: Value, { by, metric }: MetricSubject): string {
  if (by !== 'every') return '';
  // Whose target it is the check says itself.
  const asked = new Set(['instance', 'host', 'job', ...metric.labels.map(({ name }) => name)]);
  const told = Object.entries(labels).filter(([name, value]) => !asked.has(name) && value !== '' && value.length <= 60);
  const words = told.slice(0, 3).map(([name, value]) => `${name} ${value}`);
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}
