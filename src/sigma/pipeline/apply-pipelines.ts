import { RE2JS } from 're2js';
import { RuleError } from '../problem.ts';
import type { SigmaRule } from '../shapes.ts';
import type { Pipeline, Transformation } from './pipeline-shape.ts';

type Detection = SigmaRule['detection'];
type Fields = Readonly<Record<string, unknown>>;
/** One `field|modifiers: value`; several stand for an alternative each, none drops it. */
type Item = readonly [key: string, value: unknown];

/** A rule as pipelines leave it, the lowest priority first. Throws a RuleError where a pipeline says that a rule cannot be used. */
export function applyPipelines(rule: SigmaRule, pipelines: readonly Pipeline[]): SigmaRule {
  let changed = rule;
  const applied = new Set<string>();
  for (const pipeline of pipelines.toSorted((a, b) => a.priority - b.priority)) {
    for (const [nth, step] of pipeline.transformations.entries()) {
      if (!concerns(step, changed, applied)) continue;
      changed = transform(changed, step, `_added_${applied.size}_${nth}`);
      if (step.id !== undefined) applied.add(step.id);
    }
  }
  return changed;
}

function concerns(step: Transformation, rule: SigmaRule, applied: ReadonlySet<string>): boolean {
  const answers = step.rule_conditions.map((condition) => isTrueOf(condition, rule, applied));
  return decide(answers, step.rule_cond_op) !== step.rule_cond_not;
}

function isTrueOf(condition: Transformation['rule_conditions'][number], rule: SigmaRule, applied: ReadonlySet<string>): boolean {
  if (condition.type === 'contains_field') return fieldsOf(rule.detection).includes(condition.field);
  if (condition.type === 'tag') return rule.tags.includes(condition.tag);
  if (condition.type === 'processing_item_applied') return applied.has(condition.processing_item_id);
  if (condition.type === 'is_sigma_rule') return true;
  return (['category', 'product', 'service'] as const).every(
    (part) => condition[part] === undefined || condition[part] === rule.logsource[part],
  );
}

function decide(answers: readonly boolean[], op: 'and' | 'or'): boolean {
  if (answers.length === 0) return true;
  return op === 'and' ? answers.every(Boolean) : answers.some(Boolean);
}

function transform(rule: SigmaRule, step: Transformation, name: string): SigmaRule {
  switch (step.type) {
    case 'rule_failure':
      throw new RuleError(step.message);
    case 'change_logsource': {
      const { category, product, service } = step;
      return { ...rule, logsource: { ...(category && { category }), ...(product && { product }), ...(service && { service }) } };
    }
    case 'add_condition': {
      const { condition, ...rest } = rule.detection;
      const conditions = [condition].flat().map((text) => `${step.negated ? 'not ' : ''}${name} and (${String(text)})`);
      return { ...rule, detection: { ...rest, [name]: step.conditions, condition: conditions } };
    }
    default:
      return { ...rule, detection: mapItems(rule.detection, (item) => (isMeant(step, fieldOf(item)) ? changeItem(step, item) : [item])) };
  }
}

function isMeant(step: Transformation, field: string): boolean {
  const answers = step.field_name_conditions.map((condition) => {
    const named = condition.fields.some((name) => (condition.match_type === 're' ? RE2JS.compile(name).matches(field) : name === field));
    return named === (condition.type === 'include_fields');
  });
  return decide(answers, step.field_name_cond_op) !== step.field_name_cond_not;
}

function changeItem(step: Transformation, item: Item): Item[] {
  const [key, value] = item;
  const field = fieldOf(item);
  const modifiers = key.slice(field.length);
  const renamed = (names: string | readonly string[]): Item[] => [names].flat().map((name) => [name + modifiers, value]);
  switch (step.type) {
    case 'field_name_mapping':
      return renamed(step.mapping[field] ?? field);
    case 'field_name_prefix_mapping': {
      const prefix = Object.keys(step.mapping).find((start) => field.startsWith(start));
      return prefix === undefined
        ? [item]
        : renamed([step.mapping[prefix] ?? ''].flat().map((start) => start + field.slice(prefix.length)));
    }
    case 'field_name_prefix':
      return renamed(step.prefix + field);
    case 'field_name_suffix':
      return renamed(field + step.suffix);
    case 'drop_detection_item':
      return [];
    case 'detection_item_failure':
      throw new RuleError(step.message);
    case 'replace_string': {
      const pattern = RE2JS.compile(step.regex);
      return [[key, mapTexts(value, (text) => pattern.matcher(text).replaceAll(step.replacement))]];
    }
    case 'map_string':
      return [[key, mapTexts(value, (text) => step.mapping[text] ?? text)]];
    case 'set_value':
      return [[key, step.value]];
    default:
      return [item];
  }
}

function mapTexts(value: unknown, change: (text: string) => string | readonly string[]): unknown {
  const changed: unknown[] = [value].flat().flatMap((one) => (typeof one === 'string' ? change(one) : [one]));
  return changed.length === 1 && !Array.isArray(value) ? changed[0] : changed;
}

function mapItems(detection: Detection, change: (item: Item) => readonly Item[]): Detection {
  const selections = Object.entries(detection).map(([name, selection]): [string, unknown] => {
    if (name === 'condition' || typeof selection !== 'object' || selection === null) return [name, selection];
    const parts: readonly unknown[] = Array.isArray(selection) ? selection : [selection];
    const changed = parts.flatMap((part) => (typeof part === 'object' && part !== null ? mapFields(part as Fields, change) : [part]));
    return [name, changed.length === 1 ? changed[0] : changed];
  });
  return Object.fromEntries(selections) as Detection;
}

const MOST_ALTERNATIVES = 1000;

/** A field that has several names here makes alternatives of the whole map. */
function mapFields(fields: Fields, change: (item: Item) => readonly Item[]): Fields[] {
  let alternatives: Item[][] = [[]];
  for (const item of Object.entries(fields)) {
    const forms = change(item);
    if (alternatives.length * forms.length > MOST_ALTERNATIVES)
      throw new RuleError(`a pipeline makes more than ${MOST_ALTERNATIVES} alternatives of one selection`);
    if (forms.length > 0) alternatives = alternatives.flatMap((chosen) => forms.map((form) => [...chosen, form]));
  }
  return alternatives.map((items) => Object.fromEntries(items)).filter((one) => Object.keys(one).length > 0);
}

function fieldOf([key]: Item): string {
  return key.split('|', 1)[0] ?? '';
}

function fieldsOf(detection: Detection): string[] {
  return Object.values(detection).flatMap((selection) =>
    [selection]
      .flat()
      .flatMap((part) => (typeof part === 'object' && part !== null ? Object.keys(part).map((key) => key.split('|', 1)[0] ?? '') : [])),
  );
}
