import { type CompiledCorrelation, compileCorrelation } from './compile-correlation.ts';
import { compileDetection } from './compile-detection.ts';
import { applyPipelines } from './pipeline/apply-pipelines.ts';
import { RuleError, type RuleProblem } from './problem.ts';
import { type RuleDocument, type RuleFile, readDocuments } from './read-documents.ts';
import { type LogSource, noExtension, type RuleExtension, type SigmaRule } from './shapes.ts';
import { allOf, type Test } from './test.ts';
import { type Lists, noLists } from './values/placeholders.ts';

/** A rule that can be run. */
export interface CompiledRule {
  readonly kind: 'rule';
  /** Its id, else its name, else where it stands. */
  readonly key: string;
  readonly file: string;
  readonly line: number;
  readonly rule: SigmaRule;
  readonly ours: RuleExtension;
  readonly test: Test;
  /** Whether a match is told by itself, and not only counted by a correlation. */
  readonly speaks: boolean;
}

/** What a folder of rule files says, linked: filters are part of their rules, correlations know theirs. */
export interface RuleSet {
  readonly rules: readonly CompiledRule[];
  /** Those that others count come first. */
  readonly correlations: readonly CompiledCorrelation[];
  readonly problems: readonly RuleProblem[];
}

type Of<K extends RuleDocument['kind']> = Extract<RuleDocument, { kind: K }>;

/** Reads, compiles and links rule files. What is not valid is left out and told as a problem; it is never run with another meaning. */
export function readRules(files: readonly RuleFile[], lists: Lists = noLists): RuleSet {
  const read = files.map(readDocuments);
  const problems = read.flatMap((one) => one.problems);
  const documents = read.flatMap((one) => one.documents);
  const pipelines = read.flatMap((one) => one.pipelines);
  const collect = <T>(document: RuleDocument, work: () => T): T | null => {
    try {
      return work();
    } catch (thrown) {
      if (!(thrown instanceof RuleError)) throw thrown;
      const { place, body } = document;
      problems.push({ file: place.file, line: place.lineOf(thrown.path), rule: body.title, reason: thrown.message });
      return null;
    }
  };
  const known = new Map<string, RuleDocument>();
  const unique = documents.filter((document) => collect(document, () => register(known, document)) !== null);
  const filters = unique.filter((one): one is Of<'filter'> => one.kind === 'filter');
  const compiledFilters = filters.flatMap((filter) => collect(filter, () => compileFilter(filter, known, lists)) ?? []);
  const rules = unique
    .filter((one): one is Of<'rule'> => one.kind === 'rule')
    .flatMap(
      (one) => collect(one, () => compileRule({ ...one, body: applyPipelines(one.body, pipelines) }, one, compiledFilters, lists)) ?? [],
    );
  const correlations = linkCorrelations(
    unique.filter((one): one is Of<'correlation'> => one.kind === 'correlation'),
    rules,
    known,
    collect,
  );
  const silent = new Set(correlations.filter((one) => !one.generate).flatMap((one) => one.members));
  return {
    rules: rules.map((rule) => (silent.has(rule.key) ? { ...rule, speaks: false } : rule)),
    correlations: correlations.map((one) => (silent.has(one.key) ? { ...one, speaks: false } : one)),
    problems,
  };
}

function keyOf({ place, body }: RuleDocument): string {
  return body.id ?? body.name ?? `${place.file}:${place.line}`;
}

function register(known: Map<string, RuleDocument>, document: RuleDocument): true {
  for (const key of new Set([keyOf(document), ...(document.body.name === undefined ? [] : [document.body.name])])) {
    const other = known.get(key);
    if (other) {
      const where = `${other.place.file}, line ${other.place.line}`;
      throw new RuleError(`“${key}” is already the ${document.body.id === key ? 'id' : 'name'} of the rule in ${where}`, [
        document.body.id === key ? 'id' : 'name',
      ]);
    }
    known.set(key, document);
  }
  return true;
}

interface CompiledFilter {
  readonly applies: (document: Of<'rule'>) => boolean;
  readonly test: Test;
}

function compileFilter(document: Of<'filter'>, known: ReadonlyMap<string, RuleDocument>, lists: Lists): CompiledFilter {
  const { rules, ...detection } = document.body.filter;
  const named = typeof rules === 'string' ? [rules] : rules;
  const everyRule = named.length === 1 && named[0] === 'any';
  const missing = everyRule ? undefined : named.find((name) => known.get(name)?.kind !== 'rule');
  if (missing !== undefined) throw new RuleError(`there is no rule “${missing}” for this filter`, ['filter', 'rules']);
  const part = compileDetection(detection, lists, ['filter']);
  const wanted = new Set(named.map((name) => known.get(name)));
  return {
    applies: (rule) => (everyRule || wanted.has(rule)) && coversSource(document.body.logsource, rule.body.logsource),
    test: { kind: 'selection', name: `filter ${document.body.title}`, part },
  };
}

/** Whether what a filter says of its log source is true of the rule's. */
function coversSource(filter: LogSource, rule: LogSource): boolean {
  return (['category', 'product', 'service'] as const).every((part) => filter[part] === undefined || filter[part] === rule[part]);
}

/** `written`: the document before pipelines changed it, by which filters know it. */
function compileRule(document: Of<'rule'>, written: Of<'rule'>, filters: readonly CompiledFilter[], lists: Lists): CompiledRule {
  const { body, place } = document;
  const own = compileDetection(body.detection, lists, ['detection']);
  const applied = filters.filter((filter) => filter.applies(written)).map((filter) => filter.test);
  return {
    kind: 'rule',
    key: keyOf(document),
    file: place.file,
    line: place.line,
    rule: body,
    ours: body.shopbell ?? noExtension,
    test: allOf([own, ...applied]),
    speaks: true,
  };
}

function linkCorrelations(
  documents: readonly Of<'correlation'>[],
  rules: readonly CompiledRule[],
  known: ReadonlyMap<string, RuleDocument>,
  collect: <T>(document: RuleDocument, work: () => T) => T | null,
): CompiledCorrelation[] {
  const usable = new Set(rules.map((rule) => rule.key));
  const done: CompiledCorrelation[] = [];
  let waiting = documents;
  while (waiting.length > 0) {
    const ready = waiting.filter((one) =>
      membersOf(one).every((name) => {
        const member = known.get(name);
        return member === undefined || member.kind !== 'correlation' || !waiting.includes(member);
      }),
    );
    for (const one of ready.length > 0 ? ready : waiting) {
      const compiled = collect(one, () => {
        if (ready.length === 0) throw new RuleError('these correlations count each other in a circle', ['correlation', 'rules']);
        const members = membersOf(one).map((name) => {
          const member = known.get(name);
          if (member === undefined || member.kind === 'filter') throw new RuleError(`there is no rule “${name}”`, ['correlation', 'rules']);
          if (!usable.has(keyOf(member))) throw new RuleError(`the rule “${name}” cannot be used itself`, ['correlation', 'rules']);
          return { name, key: keyOf(member), alias: member.body.name ?? member.body.id ?? name };
        });
        return compileCorrelation(keyOf(one), one.place, one.body, members);
      });
      if (compiled === null) continue;
      usable.add(compiled.key);
      done.push(compiled);
    }
    waiting = ready.length > 0 ? waiting.filter((one) => !ready.includes(one)) : [];
  }
  return done;
}

function membersOf(document: Of<'correlation'>): readonly string[] {
  const { rules } = document.body.correlation;
  return typeof rules === 'string' ? [rules] : rules;
}
