import { type Condition, parseCondition } from './parse-condition.ts';
import { RuleError, type RulePath } from './problem.ts';
import type { SigmaSelection } from './shapes.ts';
import { allOf, anyOf, type Test } from './test.ts';
import { compileValue, type SigmaScalar } from './values/compile-value.ts';
import { readModifiers, spellModifier } from './values/modifiers.ts';
import type { Lists } from './values/placeholders.ts';

/**
 * Compiles a `detection` (or a filter's selections with its condition) to a test. `below` is where it stands in its document.
 * Throws a RuleError that says what is wrong and where.
 */
export function compileDetection(detection: Readonly<Record<string, unknown>>, lists: Lists, below: RulePath): Test {
  const { condition, ...rest } = detection;
  const selections = new Map<string, Test>();
  for (const [name, selection] of Object.entries(rest)) {
    if (name === 'timeframe') throw new RuleError('timeframe belongs to the old aggregations; write a correlation', [...below, name]);
    selections.set(name, { kind: 'selection', name, part: compileSelection(selection as SigmaSelection, lists, [...below, name]) });
  }
  if (selections.size === 0) throw new RuleError('there is no selection', below);
  const conditions: unknown[] = Array.isArray(condition) ? condition : [condition];
  const tests = conditions.map((text) => {
    const path = [...below, 'condition'];
    if (typeof text !== 'string') throw new RuleError('there is no condition', condition === undefined ? below : path);
    if (text.includes('|')) throw new RuleError('aggregations in a condition belong to old rules; write a correlation', path);
    return at(path, () => resolve(parseCondition(text, [...selections.keys()]), selections));
  });
  return anyOf(tests);
}

function resolve(condition: Condition, selections: ReadonlyMap<string, Test>): Test {
  if (condition.kind === 'not') return { kind: 'not', part: resolve(condition.part, selections) };
  if (condition.kind !== 'name') {
    const parts = condition.parts.map((part) => resolve(part, selections));
    return condition.kind === 'or' ? anyOf(parts) : allOf(parts);
  }
  const found = selections.get(condition.name);
  if (found === undefined) throw new RuleError(`condition: there is no selection ${condition.name}`);
  return found;
}

function compileSelection(selection: SigmaSelection, lists: Lists, path: RulePath): Test {
  if (Array.isArray(selection)) {
    if (selection.length === 0) throw new RuleError('the list is empty', path);
    return anyOf(
      selection.map((one, nth) =>
        typeof one === 'object' && one !== null ? compileFields(one, lists, [...path, nth]) : keyword(one, [], lists, [...path, nth]),
      ),
    );
  }
  if (typeof selection === 'object') return compileFields(selection, lists, path);
  return keyword(selection, [], lists, path);
}

function compileFields(fields: Readonly<Record<string, SigmaScalar | readonly SigmaScalar[]>>, lists: Lists, path: RulePath): Test {
  const entries = Object.entries(fields);
  if (entries.length === 0) throw new RuleError('the selection asks for nothing', path);
  return allOf(entries.map(([key, value]) => compileField(key, value, lists, [...path, key])));
}

function compileField(key: string, value: SigmaScalar | readonly SigmaScalar[], lists: Lists, path: RulePath): Test {
  const [field = '', ...written] = key.split('|');
  const modifiers = written.map(spellModifier);
  const plan = at(path, () => readModifiers(modifiers));
  const values: readonly SigmaScalar[] = Array.isArray(value) ? value : [value as SigmaScalar];
  if (values.length === 0) throw new RuleError('the list of values is empty', path);
  const tests = values.map((one, nth): Test => {
    const place = Array.isArray(value) ? [...path, nth] : path;
    if (field === '') return keyword(one, modifiers, lists, place);
    return anyOf(
      at(place, () => compileValue(one, modifiers, lists)).map((test) => ({ kind: 'field', key, field: field.toLowerCase(), value: test })),
    );
  });
  const joined = plan.all ? allOf(tests) : anyOf(tests);
  return plan.not ? { kind: 'not', part: joined } : joined;
}

function keyword(value: SigmaScalar, modifiers: readonly string[], lists: Lists, path: RulePath): Test {
  if (value === null) throw new RuleError('a keyword cannot be null', path);
  return anyOf(at(path, () => compileValue(value, modifiers, lists, true)).map((test) => ({ kind: 'keyword', value: test })));
}

/** Adds the place to what is thrown without one. */
function at<T>(path: RulePath, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof RuleError && thrown.path.length === 0) throw new RuleError(thrown.message, path);
    throw thrown;
  }
}
