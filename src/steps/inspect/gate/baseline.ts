import { stringify } from 'yaml';
import { z } from 'zod';
import { ShopbellError } from '#kernel/errors.ts';
import { severities } from '#kernel/outcome.ts';
import { fingerprintOf } from '../report/fingerprint-of.ts';
import { stableKey } from '../report/stable-key.ts';
import { parseDocument } from './parse-document.ts';
import type { BaselineEntry } from './types.ts';

/** Bytes of a baseline that is read at all. */
export const MOST_BASELINE = 5_000_000;

const text = (most: number) => z.string().max(most);
const day = z.iso.date();
const entryShape = z.strictObject({
  check: text(60).min(1),
  key: text(4_000),
  title: text(1_000).default(''),
  severity: z.enum(severities as [string, ...string[]]).transform((name) => severities.find((one) => one === name) ?? 'info'),
  firstSeen: day.nullish().transform((value) => value ?? ''),
  owner: text(200)
    .nullish()
    .transform((value) => value ?? ''),
  reason: text(2_000)
    .nullish()
    .transform((value) => value ?? ''),
  until: day.nullish().transform((value) => value ?? null),
  fingerprint: z
    .string()
    .regex(/^[0-9a-f]{32}$/, 'must be 32 hexadecimal digits')
    .nullish(),
});

const numberOrNull = z
  .number()
  .min(0)
  .nullish()
  .transform((value) => value ?? null);
/** Bytes, counts, milliseconds; `null`: the browser told none. */
const measureShape = z.strictObject({
  weight: z.int().min(0),
  scriptWeight: z.int().min(0),
  scripts: z.int().min(0),
  ttfb: numberOrNull,
  lcp: numberOrNull,
  cls: numberOrNull,
});
export type Measure = z.output<typeof measureShape>;

const scriptShape = z.strictObject({
  key: text(4_000).min(1),
  party: z.enum(['first', 'third', 'inline', 'eval', 'provider']),
  owner: text(200)
    .nullish()
    .transform((value) => value ?? ''),
  reason: text(2_000)
    .nullish()
    .transform((value) => value ?? ''),
  trace: z
    .strictObject({
      lines: text(6_000).regex(/^(?:[0-9a-f]{6})*$/, 'must be six hexadecimal signs a line'),
      names: z.array(text(300)).max(500).readonly().default([]),
    })
    .optional(),
});
type BaselineScript = z.output<typeof scriptShape>;

/** Parts that are not there were never looked at: then nothing is compared with them. */
const baselineShape = z.strictObject({
  schema: z.literal('shopbell.baseline/1'),
  findings: z.array(entryShape).max(10_000).default([]),
  scripts: z.array(scriptShape).max(10_000).optional(),
  hosts: z.record(text(500), z.array(text(300)).max(5_000)).optional(),
  headers: z.record(text(500), z.record(text(300), text(20_000))).optional(),
  measures: z.record(text(500), measureShape).optional(),
  components: z.array(text(2_000).min(1)).max(200_000).optional(),
});

/** What was known when somebody last agreed to it. Pages are `home`, `payment`, or a journey's file: its last page. */
export interface Baseline {
  readonly schema: 'shopbell.baseline/1';
  readonly findings: readonly BaselineEntry[];
  readonly scripts?: readonly BaselineScript[] | undefined;
  readonly hosts?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly headers?: Readonly<Record<string, Readonly<Record<string, string>>>> | undefined;
  readonly measures?: Readonly<Record<string, Measure>> | undefined;
  /** Ids of components, see `idOf`. */
  readonly components?: readonly string[] | undefined;
}

/** Reads a baseline, YAML or JSON. Throws BASELINE_INVALID, which names the file and what is wrong with it. */
export function readBaseline(bytes: Uint8Array, path: string): Baseline {
  const wrong = (reason: string) => new ShopbellError('BASELINE_INVALID', { path, reason });
  const document = parseDocument(bytes, MOST_BASELINE, wrong);
  if (document === null || document === undefined) throw wrong('it is empty');
  const parsed = baselineShape.safeParse(document);
  if (!parsed.success) throw wrong(wordsOf(parsed.error, document));
  const findings = parsed.data.findings.map((entry): BaselineEntry => {
    const fingerprint = fingerprintOf(entry.check, entry.key, '');
    if (entry.fingerprint && entry.fingerprint !== fingerprint)
      throw wrong(
        `the fingerprint ${entry.fingerprint} does not belong to ${entry.check} “${entry.key}”; leave it out and it is made anew`,
      );
    return { ...entry, fingerprint, key: stableKey(entry.key, '') };
  });
  const twice = findings.find(({ fingerprint }, index) => findings.findIndex((one) => one.fingerprint === fingerprint) !== index);
  if (twice) throw wrong(`${twice.check} “${twice.key}” stands there twice`);
  return { ...parsed.data, findings };
}

function wordsOf(error: z.ZodError, document: unknown): string {
  const version = typeof document === 'object' && document !== null && 'schema' in document ? document.schema : undefined;
  if (version !== 'shopbell.baseline/1') {
    const found = version === undefined ? 'names no schema' : `is of schema “${String(version).slice(0, 60)}”`;
    return `it ${found}; this program reads shopbell.baseline/1`;
  }
  const words = error.issues.slice(0, 3).map(({ path, message }) => `${path.join('.')}: ${message}`);
  return [...words, ...(error.issues.length > 3 ? [`and ${error.issues.length - 3} more`] : [])].join('; ');
}

/** The file, in an order that never depends on the run, one thing a line as far as can be: JSON when its name says so, else YAML. */
export function writeBaseline(baseline: Baseline, path: string): string {
  const ordered = {
    schema: baseline.schema,
    findings: baseline.findings.toSorted(by(({ check, key }) => `${check}\n${key}`)).map(entryOf),
    ...(baseline.scripts === undefined ? {} : { scripts: baseline.scripts.toSorted(by(({ key }) => key)).map(scriptOf) }),
    ...(baseline.hosts === undefined ? {} : { hosts: sorted(baseline.hosts, (hosts) => hosts.toSorted()) }),
    ...(baseline.headers === undefined ? {} : { headers: sorted(baseline.headers, (page) => sorted(page, (value) => value)) }),
    ...(baseline.measures === undefined ? {} : { measures: sorted(baseline.measures, (measure) => measure) }),
    ...(baseline.components === undefined ? {} : { components: baseline.components.toSorted() }),
  };
  if (/\.json$/i.test(path)) return `${JSON.stringify(ordered, null, 2)}\n`;
  const head = '# What is known of this shop: only what is new, worsened or past its day fails. See docs/gate.md.\n';
  return head + stringify(ordered, { lineWidth: 0, aliasDuplicateObjects: false });
}

function entryOf({ check, key, title, severity, firstSeen, owner, reason, until, fingerprint }: BaselineEntry) {
  return { check, key, title, severity, firstSeen, owner, reason, until, fingerprint };
}

function scriptOf({ key, party, owner, reason, trace }: BaselineScript) {
  return {
    ...{ key, party },
    ...(owner === '' ? {} : { owner }),
    ...(reason === '' ? {} : { reason }),
    ...(trace === undefined ? {} : { trace: { lines: trace.lines, names: trace.names.toSorted() } }),
  };
}

function sorted<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(
    Object.entries(record)
      .toSorted(by(([name]) => name))
      .map(([name, value]) => [name, map(value)]),
  );
}

/** By code point: the same on every machine. */
function by<T>(nameOf: (value: T) => string): (a: T, b: T) => number {
  return (a, b) => {
    const [left, right] = [nameOf(a), nameOf(b)];
    return left < right ? -1 : left > right ? 1 : 0;
  };
}
