import { compileValue, type ValueTest } from './compile-value.ts';
import { type Condition, parseCondition } from './parse-condition.ts';
import type { SigmaRule, SigmaSelection, SigmaValue } from './rule-shape.ts';

/** An event as rules see it: field names in Sigma's spelling; each field in every reading (raw, decoded) of which one must match. */
export type SigmaEvent = Readonly<Record<string, readonly string[]>>;

export interface CompiledRule {
  readonly rule: SigmaRule;
  matches(event: SigmaEvent): boolean;
  /** Of these texts at least one stands in every event that matches; `null` when that cannot be said. */
  readonly literals: readonly string[] | null;
}

interface Test {
  matches(event: SigmaEvent): boolean;
  readonly literals: readonly string[] | null;
}

/** Compiles a rule to a closure. Throws an Error that says what in it is not supported. */
export function compileRule(rule: SigmaRule): CompiledRule {
  const { condition, ...rest } = rule.detection;
  const selections = new Map<string, Test>();
  for (const [name, selection] of Object.entries(rest)) {
    if (name === 'timeframe') throw new Error('timeframe belongs to the old aggregations, which are not supported');
    if (typeof selection !== 'string') selections.set(name, compileSelection(selection as SigmaSelection));
  }
  const conditions = Array.isArray(condition) ? condition : [condition];
  const tests = conditions.map((text) => {
    if (typeof text !== 'string') throw new Error('the rule has no condition');
    if (text.includes('|')) throw new Error('aggregations in a condition are not supported; use a correlation');
    return compileCondition(parseCondition(text, [...selections.keys()]), selections);
  });
  return { rule, ...anyOf(tests) };
}

function compileCondition(condition: Condition, selections: ReadonlyMap<string, Test>): Test {
  if (condition.kind === 'name') return selections.get(condition.name) ?? { matches: () => false, literals: [] };
  if (condition.kind === 'not') {
    const part = compileCondition(condition.part, selections);
    return { matches: (event) => !part.matches(event), literals: null };
  }
  const parts = condition.parts.map((part) => compileCondition(part, selections));
  return condition.kind === 'or' ? anyOf(parts) : allOf(parts);
}

function compileSelection(selection: SigmaSelection): Test {
  if (Array.isArray(selection)) {
    return anyOf(selection.map((one) => (typeof one === 'object' ? compileFields(one) : keyword(compileValue(one, ['contains'])))));
  }
  return compileFields(selection);
}

function compileFields(fields: Readonly<Record<string, SigmaValue | readonly SigmaValue[]>>): Test {
  return allOf(Object.entries(fields).map(([key, value]) => compileField(key, Array.isArray(value) ? value : [value as SigmaValue])));
}

function compileField(key: string, values: readonly SigmaValue[]): Test {
  const [field = '', ...modifiers] = key.split('|');
  const every = modifiers.includes('all');
  const tests = values.map((value) => compileValue(value, modifiers));
  const named = tests.map((test) => (field === '' ? keyword(test) : onField(field.toLowerCase(), test)));
  return every ? allOf(named) : anyOf(named);
}

function onField(field: string, test: ValueTest): Test {
  const literal = STEMS.has(field) ? test.literal : test.literal.replace(/^\^/, '');
  return {
    matches: (event) => (event[field] ?? ['']).some((text) => test.matches(text)),
    literals: SEARCHED.has(field) && literal ? [literal] : null,
  };
}

function keyword(test: ValueTest): Test {
  return { matches: (event) => Object.values(event).some((texts) => texts.some((text) => test.matches(text))), literals: null };
}

/** The fields that begin where a request's target begins. */
const STEMS = new Set(['c-uri', 'cs-uri', 'cs-uri-query', 'cs-uri-stem', 'c-uri-query', 'c-uri-stem']);
/** The fields whose texts the engine searches for literals: only they can vouch for one. */
const SEARCHED = new Set([
  'c-uri',
  'cs-uri',
  'cs-uri-query',
  'cs-uri-stem',
  'c-uri-query',
  'c-uri-stem',
  'cs-user-agent',
  'c-useragent',
  'cs-referer',
  'cs-referrer',
]);

function anyOf(tests: readonly Test[]): Test {
  const open = tests.some((test) => test.literals === null);
  return {
    matches: (event) => tests.some((test) => test.matches(event)),
    literals: open ? null : tests.flatMap((test) => test.literals ?? []),
  };
}

function allOf(tests: readonly Test[]): Test {
  const [best] = tests
    .map((test) => test.literals)
    .filter((literals) => literals !== null)
    .sort((a, b) => weight(b) - weight(a));
  return { matches: (event) => tests.every((test) => test.matches(event)), literals: best ?? null };
}

/** The better set is the one whose shortest text is longest: it lets the fewest rows through. */
function weight(literals: readonly string[]): number {
  return Math.min(...literals.map((literal) => literal.length)) - literals.length / 1000;
}
