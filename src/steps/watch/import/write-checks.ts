import { isDeepStrictEqual } from 'node:util';
import { Document, stringify } from 'yaml';
import { z } from 'zod';
import { placesIn } from '../checks/fill-in.ts';
import { readCheckFiles } from '../files/read-check-files.ts';
import { slugOf } from '../files/slug-of.ts';
import { fieldsOf as fieldsOfKind, type KindName, targetShape } from '../kinds/kinds.ts';
import type { Draft, Harvest } from './harvest.ts';
import type { ImportedDocument, ImportSource } from './imported-document.ts';
import { fieldsOf } from './parse-source.ts';

const MOST_CHECKS = 2_000;
const MOST_SECRETS = 20;

/** Writes what a reader brought home as a file of checks. What would be faulty is left, with the fault as the reason. Pure. */
export function writeChecks(from: ImportSource, shop: string, harvest: Harvest): ImportedDocument {
  const good: { readonly draft: Draft; readonly check: Record<string, unknown> }[] = [];
  for (const found of harvest.drafts) {
    const draft = withUsedSecrets(found);
    const check = checkOf(draft, harvest);
    const fault = faultOf(shop, check, draft);
    if (fault === null) good.push({ draft, check });
    else harvest.leave(draft.name, fault);
  }
  const alive = new Set(good.flatMap(({ draft }) => [draft.source, draft.name]));
  const gone = new Set(harvest.left.map(({ name }) => name).filter((name) => !alive.has(name)));
  const secrets = good.flatMap(({ draft }) => (draft.secrets ?? []).map(({ variable, what }) => ({ variable, name: draft.name, what })));
  return {
    from,
    yaml: yamlOf(
      from,
      shop,
      good.map(({ check }) => check),
      secrets.map(({ variable }) => variable),
    ),
    taken: good.map(({ draft }) => ({ name: draft.name, key: draft.key, kind: draft.target.kind })),
    changed: harvest.changed.filter(({ name }) => !gone.has(name)),
    left: [...harvest.left],
    secrets: [...new Map(secrets.map((one) => [JSON.stringify(one), one])).values()],
    ignored: [...harvest.ignored],
  };
}

/** A place that was overwritten later needs no variable. */
function withUsedSecrets(draft: Draft): Draft {
  const places = new Set(placesIn(JSON.stringify(draft.target)));
  return { ...draft, secrets: (draft.secrets ?? []).filter(({ name }) => places.has(name)) };
}

function checkOf(draft: Draft, harvest: Harvest): Record<string, unknown> {
  const { source, key, name, everyMs = null, failures = null, secrets = [], severity = 'high' } = draft;
  const within = (value: number, least: number, most: number, what: string, shown: (value: number) => string) => {
    const fits = Math.min(most, Math.max(least, Math.round(value)));
    if (fits !== Math.round(value)) harvest.change(source, `${what}: ${shown(fits)} instead of ${shown(Math.round(value))}`);
    return fits;
  };
  const target = Object.entries(draft.target).map(([field, value]): [string, unknown] => {
    if (field === 'maxMs' && typeof value === 'number') return [field, within(value, 10, 60_000, 'longest time', timeText)];
    if (field !== 'steps' || !Array.isArray(value)) return [field, value];
    return [field, value.map((step: unknown) => timelyStep(fieldsOf(step), (ms) => within(ms, 10, 60_000, 'longest time', timeText)))];
  });
  const every = everyMs === null ? 20_000 : within(everyMs, 1_000, 86_400_000, 'looked at every', timeText);
  const patience = failures === null ? 2 : within(failures, 1, 10, 'failures until it is down', String);
  return {
    name,
    ...(slugOf(name) === key ? {} : { key }),
    ...withoutUsual(draft.target.kind, Object.fromEntries(target)),
    ...(every === 20_000 ? {} : { every: timeText(every) }),
    ...(patience === 2 ? {} : { failures: patience }),
    ...(severity === 'high' ? {} : { severity }),
    ...(secrets.length === 0 ? {} : { secrets: Object.fromEntries(secrets.map((one) => [one.name, one.variable])) }),
  };
}

function timelyStep(step: Readonly<Record<string, unknown>>, within: (ms: number) => number): unknown {
  return typeof step.maxMs === 'number' ? { ...step, maxMs: within(step.maxMs) } : step;
}

function timeText(ms: number): string {
  for (const [unit, size] of [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1_000],
  ] as const) {
    if (ms >= size && ms % size === 0) return `${ms / size}${unit}`;
  }
  return `${ms}ms`;
}

/** What a field is unless told need not be written. */
function withoutUsual(kind: KindName, target: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const usual = usualOf(kind);
  const stepUsual = fieldsOfKind(kind).find(({ name }) => name === 'steps')?.usual ?? {};
  const pairs = Object.entries(target).filter(([field, value]) => !isDeepStrictEqual(value, usual[field]));
  return Object.fromEntries(
    pairs.map(([field, value]) => [field, field === 'steps' && Array.isArray(value) ? value.map((step) => bare(step, stepUsual)) : value]),
  );
}

function bare(step: unknown, usual: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(Object.entries(fieldsOf(step)).filter(([field, value]) => !isDeepStrictEqual(value, usual[field])));
}

const usuals = new Map<KindName, Readonly<Record<string, unknown>>>();

function usualOf(kind: KindName): Readonly<Record<string, unknown>> {
  const known = usuals.get(kind) ?? makeUsual(kind);
  usuals.set(kind, known);
  return known;
}

function makeUsual(kind: KindName): Readonly<Record<string, unknown>> {
  const shape = targetShape.options.find((option) => option.shape.kind.value === kind);
  if (shape === undefined) return {};
  const { properties = {} } = z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' });
  return Object.fromEntries(Object.entries(properties).map(([field, one]) => [field, typeof one === 'boolean' ? undefined : one.default]));
}

function faultOf(shop: string, check: Record<string, unknown>, { secrets = [] }: Draft): string | null {
  if (secrets.length > MOST_SECRETS) return `a check has at most ${MOST_SECRETS} secrets`;
  const { faults } = readCheckFiles([{ path: 'check', text: textOfDocument({ shop, checks: [check] }) }]);
  return faults.length === 0 ? null : faults.map((fault) => fault.replace(/^check:\d+: (?:checks\.0\.?(?:: )?)?/, '')).join('; ');
}

function textOfDocument(value: unknown): string {
  return stringify(value, { aliasDuplicateObjects: false, lineWidth: 0 });
}

function yamlOf(from: ImportSource, shop: string, checks: readonly unknown[], variables: readonly string[]): string {
  const parts: string[] = [];
  for (let nth = 0; nth === 0 || nth < checks.length; nth += MOST_CHECKS) {
    const document = new Document({ shop, checks: checks.slice(nth, nth + MOST_CHECKS) }, { aliasDuplicateObjects: false });
    if (nth === 0) document.commentBefore = headOf(from, variables);
    parts.push(document.toString({ lineWidth: 0 }));
  }
  return parts.join('---\n');
}

function headOf(from: ImportSource, variables: readonly string[]): string {
  const head = ` Taken from ${from}.`;
  const needed = [...new Set(variables)];
  return needed.length === 0 ? head : `${head} Set these variables of the environment before it is applied:\n   ${needed.join('\n   ')}`;
}
