import { type Document, isNode, LineCounter, parseAllDocuments } from 'yaml';
import type { z } from 'zod';
import { messageOf } from '#kernel/errors.ts';
import type { CheckSeverity } from '../checks/check-severity.ts';
import { leastEveryMs, type Target, targetShape } from '../kinds/kinds.ts';
import type { CheckFile } from './check-file.ts';
import { fileShape } from './file-shape.ts';
import { isJourneyFile, journeyFiles } from './journey-files.ts';
import { slugOf } from './slug-of.ts';

/** A check as a file wants it. */
export interface WantedCheck {
  /** Name or id, as written. */
  readonly shop: string;
  readonly key: string;
  readonly name: string;
  readonly target: Target;
  readonly everyMs: number;
  readonly failures: number;
  readonly severity: CheckSeverity;
  /** Keys. */
  readonly dependsOn: readonly string[];
  /** Name of a place; '' for here. */
  readonly place: string;
  /** Variable of the environment by name of the secret. */
  readonly secrets: Readonly<Record<string, string>>;
  /** `file:line`. */
  readonly where: string;
}

export interface ReadFiles {
  readonly wanted: readonly WantedCheck[];
  /** Shops that the files speak of, also those without a check. */
  readonly shops: readonly string[];
  /** `file:line: what is wrong`. With one of them nothing may be applied. */
  readonly faults: readonly string[];
}

/** Reads files of checks. Pure. Every fault of every file is told at once. */
export function readCheckFiles(files: readonly CheckFile[]): ReadFiles {
  const wanted: WantedCheck[] = [];
  const faults: string[] = [];
  const shops = new Set<string>();
  const journeys = journeyFiles(files);
  for (const file of files) {
    if (isJourneyFile(file.path)) continue;
    const lines = new LineCounter();
    for (const document of documentsOf(file.text, lines)) {
      const at = (offset: number | undefined) => `${file.path}:${offset === undefined ? 1 : lines.linePos(offset).line}`;
      faults.push(...document.errors.map((error) => `${at(error.pos[0])}: ${error.message.split('\n', 1)[0]}`));
      if (document.errors.length > 0 || document.contents === null) continue;
      const read = readDocument(document, at, (target) => journeys.fill(target, file.path));
      if (read.shop !== null) shops.add(read.shop);
      wanted.push(...read.wanted);
      faults.push(...read.faults);
    }
  }
  return { wanted, shops: [...shops], faults: [...faults, ...doubles(wanted), ...danglings(wanted), ...circles(wanted)] };
}

function documentsOf(text: string, lineCounter: LineCounter): readonly Document.Parsed[] {
  const parsed = parseAllDocuments(text, { lineCounter, prettyErrors: false, merge: true });
  return Array.isArray(parsed) ? parsed : [];
}

type At = (offset: number | undefined) => string;
type Fill = (target: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>> | string;

function readDocument(document: Document.Parsed, at: At, fill: Fill) {
  const place = (path: readonly PropertyKey[]) => at(offsetOf(document, path));
  const faults: string[] = [];
  const note = (error: z.ZodError, before: readonly PropertyKey[]) => {
    for (const issue of error.issues) {
      const path = [...before, ...issue.path];
      faults.push(`${place(path)}: ${path.map(String).join('.') || 'file'}: ${issue.message}`);
    }
  };
  const plain = plainOf(document);
  if (typeof plain === 'string') return { shop: null, wanted: [], faults: [`${place([])}: ${plain}`] };
  const parsed = fileShape.safeParse(plain.value);
  if (!parsed.success) note(parsed.error, []);
  const wanted = (parsed.data?.checks ?? []).flatMap((check, nth): WantedCheck[] => {
    const { key = slugOf(check.name), name, failures, severity, dependsOn, place: from = '', secrets, every: asked, ...rest } = check;
    const filled = fill(rest);
    const target = targetShape.safeParse(filled);
    const every = asked ?? Math.max(20_000, target.success ? leastEveryMs(target.data) : 0);
    if (typeof filled === 'string') faults.push(`${place(['checks', nth, 'file'])}: ${filled}`);
    else if (!target.success) note(target.error, ['checks', nth]);
    else if (every < 1_000 || every > 86_400_000) faults.push(`${place(['checks', nth, 'every'])}: every: must be from 1s to 1d`);
    else if (every < leastEveryMs(target.data))
      faults.push(`${place(['checks', nth, 'every'])}: every: must be ${leastEveryMs(target.data) / 1_000} s or more for this check`);
    else if (key === '') faults.push(`${place(['checks', nth])}: key: none can be made from this name; write one`);
    else {
      const { shop } = parsed.data ?? { shop: '' };
      const where = place(['checks', nth]);
      return [{ shop, key, name, target: target.data, everyMs: every, failures, severity, dependsOn, place: from, secrets, where }];
    }
    return [];
  });
  return { shop: parsed.data?.shop ?? null, wanted, faults };
}

/** A few bytes of aliases can stand for gigabytes: these are refused. */
function plainOf(document: Document.Parsed): { readonly value: unknown } | string {
  try {
    return { value: document.toJS({ maxAliasCount: 1_000 }) as unknown };
  } catch (thrown) {
    return messageOf(thrown);
  }
}

/** Where a value stands; of one that is missing, where it should. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number | undefined {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return undefined;
}

function doubles(wanted: readonly WantedCheck[]): string[] {
  const seen = new Map<string, string>();
  return wanted.flatMap(({ key, where }) => {
    const first = seen.get(key);
    if (first === undefined) seen.set(key, where);
    return first === undefined ? [] : [`${where}: key: “${key}” stands at ${first} already; write another key`];
  });
}

function danglings(wanted: readonly WantedCheck[]): string[] {
  const keys = new Set(wanted.map(({ key }) => key));
  return wanted.flatMap(({ dependsOn, where }) =>
    dependsOn.filter((key) => !keys.has(key)).map((key) => `${where}: dependsOn: no check of these files has the key “${key}”`),
  );
}

/** What depends on itself, over however many others, could never be up or down first. */
function circles(wanted: readonly WantedCheck[]): string[] {
  const left = new Map(wanted.map((one) => [one.key, one]));
  for (let before = -1; before !== left.size; ) {
    before = left.size;
    for (const one of left.values()) if (!one.dependsOn.some((key) => left.has(key))) left.delete(one.key);
  }
  const [first] = left.values();
  return first === undefined ? [] : [`${first.where}: dependsOn: ${[...left.keys()].join(', ')} depend on each other in a circle`];
}
