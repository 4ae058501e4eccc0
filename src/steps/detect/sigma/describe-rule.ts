import type { Severity } from '#kernel/outcome.ts';
import { type CompiledCorrelation, type CompiledRule, listFields } from '#sigma/index.ts';
import { isRequestField } from './condition-sql.ts';
import { type StoredSource, storedSourceOf } from './log-sources.ts';
import { planSearch } from './search-plan.ts';
import { conditionFor } from './stored-condition.ts';

/** How a rule is run here. */
export interface RuleUse {
  /** What it looks at; `null`: its log source is not stored here, so it never runs. */
  readonly source: StoredSource | null;
  /**
   * How its candidates are found: `texts`: by texts that must be there, which costs next to nothing. `condition`: by a condition on columns.
   * `everywhere`: it is judged on every single row, which is expensive. `never`: it asks for what such rows do not have.
   */
  readonly search: 'texts' | 'condition' | 'everywhere' | 'never' | null;
  /** Fields it asks for that requests do not have. */
  readonly missing: readonly string[];
}

export function describeRule(rule: CompiledRule): RuleUse {
  const source = storedSourceOf(rule);
  if (source === null) return { source, search: null, missing: [] };
  if (source !== 'requests') return { source, search: conditionFor(source, [rule]).how[0] ?? 'everywhere', missing: [] };
  const plan = planSearch([rule]);
  const search =
    plan.where === '0' ? 'never' : plan.everywhere.length > 0 ? 'everywhere' : plan.byCondition.length > 0 ? 'condition' : 'texts';
  return { source, search, missing: [...listFields(rule.test)].filter((field) => !isRequestField(field)) };
}

/** How bad what a rule finds is, in Shopbell's words. */
export function levelOf({ rule }: CompiledRule | CompiledCorrelation): Severity {
  return rule.level === 'informational' ? 'info' : rule.level;
}

/** The first ATT&CK technique among a rule's tags, `T1190`, or ''. */
export function techniqueOf({ rule }: CompiledRule | CompiledCorrelation): string {
  const tag = rule.tags.find((one) => /^attack\.t\d/.test(one));
  return tag === undefined ? '' : tag.slice('attack.'.length).toUpperCase();
}
